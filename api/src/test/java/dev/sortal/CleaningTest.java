package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.bundle.Decision;
import dev.sortal.data.CleaningReport;
import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.duplicates.EqualWords;
import dev.sortal.duplicates.NearDuplicates;
import dev.sortal.error.BackendException;
import dev.sortal.error.DataException;
import dev.sortal.keys.Spill;
import dev.sortal.text.Mask;
import dev.sortal.text.Normalization;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.TokenLimit;
import dev.sortal.text.Words;
import dev.sortal.training.Monitor;
import dev.sortal.training.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleaningTest {
  private static Example example(String text, String label) {
    return Example.text(text).labelled(label);
  }

  @Test
  void standard_rules_trim_labels_and_drop_empty_texts_and_duplicates() {
    Dataset dataset =
        Dataset.of(
            List.of(
                example("a", " x "),
                example("a", "x"),
                example("a", "y"),
                example(" ", "x"),
                example("b", "x")));
    assertThat(dataset.clean(Cleaning.standard()).toList())
        .containsExactly(example("a", "x"), example("a", "y"), example("b", "x"));
  }

  @Test
  void standard_rules_are_for_examples_of_other_fields_too() {
    Example old = Example.of(Map.of("age", 71)).labelled("yes");
    Example young = Example.of(Map.of("age", 17)).labelled(" yes ");
    assertThat(Dataset.of(List.of(old, young, old)).clean(Cleaning.standard()).toList())
        .containsExactly(old, young.labelled("yes"));
  }

  @Test
  void rules_follow_one_another_and_begin_anew_with_each_pass() {
    Dataset clean =
        Dataset.of(List.of(example("a", "pos"), Example.text("b")))
            .clean(
                Cleaning.none()
                    .rename(Map.of("pos", "positive"))
                    .with(CleaningStep.dropUnlabelled())
                    .with(CleaningStep.dropDuplicates()));
    assertThat(clean.toList()).containsExactly(example("a", "positive"));
    assertThat(clean.toList()).containsExactly(example("a", "positive"));
  }

  @Test
  void duplicates_are_found_in_a_stream_larger_than_the_memory(@TempDir Path folder)
      throws IOException {
    CleaningStep step =
        CleaningStep.dropDuplicates(Spill.standard().memory(1 << 20).folder(folder));
    Dataset twice =
        Dataset.of(
            () ->
                IntStream.range(0, 300_000)
                    .mapToObj(i -> example("text " + i % 150_000, "x").readFrom("a.csv", i + 1)));
    try (Stream<Example> left = twice.clean(Cleaning.none().with(step)).examples()) {
      assertThat(left.count()).isEqualTo(150_000);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void the_first_of_equal_examples_stays_in_its_place() {
    Example first = example("b", "x").readFrom("a.csv", 2);
    Example second = example("a", "x").readFrom("a.csv", 3);
    Dataset dataset = Dataset.of(List.of(first, second, example("b", "x").weighted(2)));
    assertThat(dataset.clean(Cleaning.standard()).toList().stream().map(Example::origin))
        .containsExactly("a.csv:2", "a.csv:3");
  }

  @Test
  void closing_the_examples_closes_the_source() {
    AtomicBoolean closed = new AtomicBoolean();
    Dataset dataset =
        Dataset.of(() -> Stream.of(example("a", "x")).onClose(() -> closed.set(true)));
    assertThat(dataset.clean(Cleaning.standard()).toList()).hasSize(1);
    assertThat(closed).isTrue();
  }

  private static Dataset labels(String... labels) {
    return Dataset.of(
        IntStream.range(0, labels.length).mapToObj(i -> example("text " + i, labels[i])).toList());
  }

  private static List<String> labelsOf(Dataset dataset) {
    return dataset.toList().stream().map(Example::label).toList();
  }

  @Test
  void labels_fold_to_their_most_frequent_spelling() {
    Dataset dataset =
        labels("Spam", "spam", " SPAM", "spam ", "not  spam", "Not spam", "ﬁne", "fine", "İ", "i");
    assertThat(labelsOf(dataset.clean(Cleaning.none().with(CleaningStep.foldLabels()))))
        .containsExactly(
            "spam", "spam", "spam", "spam", "not spam", "not spam", "ﬁne", "ﬁne", "İ", "i");
  }

  @Test
  void labels_fold_to_given_names_and_others_stay() {
    CleaningStep step = CleaningStep.foldLabels(List.of("Spam", "Not spam"));
    assertThat(labelsOf(labels("SPAM", "not  SPAM ", "other").clean(Cleaning.none().with(step))))
        .containsExactly("Spam", "Not spam", "other");
    assertThatThrownBy(() -> CleaningStep.foldLabels(List.of("a", "A")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"a\"", "\"A\"");
  }

  @Test
  void labels_of_several_that_fold_to_one_are_one() {
    Dataset dataset = Dataset.of(List.of(Example.text("t").labelled(List.of("a", "A", "b"))));
    assertThat(
            dataset.clean(Cleaning.none().with(CleaningStep.foldLabels())).toList().get(0).labels())
        .containsExactly("a", "b");
  }

  @Test
  void a_step_that_looks_ahead_sees_what_the_steps_before_it_leave() {
    Cleaning cleaning =
        Cleaning.none()
            .with(CleaningStep.dropDuplicates())
            .with(CleaningStep.foldLabels())
            .with(CleaningStep.dropLabelsRarerThan(2));
    Dataset dataset =
        Dataset.of(
            List.of(
                example("a", "x"),
                example("b", "X"),
                example("c", "y"),
                example("c", "y"),
                Example.text("d")));
    assertThat(dataset.clean(cleaning).toList())
        .containsExactly(example("a", "x"), example("b", "x"), Example.text("d"));
  }

  @Test
  void rare_labels_of_several_go_and_examples_that_lose_all_of_theirs() {
    Dataset dataset =
        Dataset.of(
            List.of(
                Example.text("1").labelled(List.of("a", "b")),
                Example.text("2").labelled(List.of("a")),
                Example.text("3").labelled(List.of("c")),
                Example.text("4").labelled(List.of())));
    assertThat(dataset.clean(Cleaning.none().with(CleaningStep.dropLabelsRarerThan(2))).toList())
        .containsExactly(
            Example.text("1").labelled(List.of("a")),
            Example.text("2").labelled(List.of("a")),
            Example.text("4").labelled(List.of()));
  }

  @Test
  void a_step_that_looks_ahead_must_have_looked() {
    assertThatThrownBy(() -> CleaningStep.foldLabels().begin())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("spelling of label", "prepare");
  }

  @Test
  void texts_are_dropped_by_length_letters_and_predicates() {
    Dataset dataset =
        Dataset.of(
            Stream.of("👍👍", " ab ", "abc", "abcdef", "12 34 a", "हिन्दी", "drop")
                .map(Example::text)
                .toList());
    Cleaning cleaning =
        Cleaning.none()
            .with(CleaningStep.dropShorterThan(3))
            .with(CleaningStep.dropLongerThan(7))
            .drop("my rule", example -> example.text().equals("drop"))
            .with(CleaningStep.dropFewerLettersThan(0.5));
    assertThat(dataset.clean(cleaning).toList())
        .extracting(Example::text)
        .containsExactly("abc", "abcdef", "हिन्दी");
    assertThat(cleaning.report(dataset))
        .isEqualTo(
            new CleaningReport(
                7,
                3,
                List.of(
                    new CleaningReport.Step("text of fewer than 3 characters", 2, 0),
                    new CleaningReport.Step("text of more than 7 characters", 0, 0),
                    new CleaningReport.Step("my rule", 1, 0),
                    new CleaningReport.Step("letters less than 0.5 of the text", 1, 0))));
  }

  @Test
  void texts_are_dropped_by_the_tokens_of_an_encoder() {
    TextEncoder encoder =
        Words.standard().normalize(Normalization.none().mask(Mask.NUMBER)).maxLength(1);
    Dataset dataset =
        Dataset.of(Stream.of("a", "a b", "数据 1", "a b c d").map(Example::text).toList());
    Cleaning cleaning =
        Cleaning.none()
            .with(TokenLimit.dropFewerThan(2, encoder))
            .with(TokenLimit.dropMoreThan(3, encoder));
    assertThat(dataset.clean(cleaning).toList())
        .extracting(Example::text)
        .containsExactly("a b", "数据 1");
    assertThat(cleaning.report(dataset).steps())
        .extracting(CleaningReport.Step::name)
        .containsExactly("text of fewer than 2 tokens", "text of more than 3 tokens");
  }

  @Test
  void limits_out_of_range_are_refused() {
    assertThatThrownBy(() -> CleaningStep.dropShorterThan(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> CleaningStep.dropLongerThan(-1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> CleaningStep.dropFewerLettersThan(1.5))
        .hasMessage("share must be in (0, 1], got 1.5.");
    assertThatThrownBy(() -> CleaningStep.dropLabelsRarerThan(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> TokenLimit.dropFewerThan(0, Words.standard()))
        .hasMessage("tokens must be at least 1, got 0.");
  }

  @Test
  void each_pass_that_comes_to_its_end_is_reported() throws JsonProcessingException {
    List<CleaningReport> reports = new ArrayList<>();
    Dataset clean =
        Dataset.of(List.of(example("a", " x "), example("", "x"), example("b", "x")))
            .clean(Cleaning.standard().reportTo(reports::add));
    assertThat(reports).isEmpty();
    try (Stream<Example> examples = clean.examples()) {
      assertThat(examples.findFirst()).isPresent();
    }
    assertThat(reports).isEmpty();
    clean.toList();
    clean.toList();
    assertThat(reports).hasSize(2);
    CleaningReport report = reports.get(0);
    assertThat(report).isEqualTo(reports.get(1));
    assertThat(report.isEmpty()).isFalse();
    assertThat(report)
        .hasToString(
            """
            2 of 3 rows are left
              white space around label: 1 changed
              empty text: 1 dropped\
            """);
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(report.toJson().toString()))
        .isEqualTo(
            json.readTree(
                """
                {"rowsIn": 3, "rowsOut": 2, "steps": [
                  {"name": "white space around label", "dropped": 0, "changed": 1},
                  {"name": "empty text", "dropped": 1, "changed": 0},
                  {"name": "duplicate", "dropped": 0, "changed": 0}]}
                """));
  }

  @Test
  void rules_are_written_and_read_again() throws JsonProcessingException {
    CleaningStep own = CleaningStep.drop("mine", example -> example.text().contains("zzz"));
    Cleaning cleaning =
        Cleaning.standard()
            .rename(Map.of("pos", "positive"))
            .with(CleaningStep.dropUnlabelled())
            .with(CleaningStep.dropShorterThan(2))
            .with(CleaningStep.dropLongerThan(40))
            .with(CleaningStep.dropFewerLettersThan(0.5))
            .with(CleaningStep.foldLabels())
            .with(CleaningStep.foldLabels(List.of("positive")))
            .with(EqualWords.standard())
            .with(NearDuplicates.atLeast(0.9).run(3).seed(7))
            .with(own)
            .with(CleaningStep.dropLabelsRarerThan(2));
    String json = cleaning.toJson().toString();
    Cleaning again = Cleaning.read(new ObjectMapper().readTree(json), own);
    assertThat(again.toJson()).hasToString(json);
    Dataset dataset =
        Dataset.of(
            List.of(
                example("a good day", " pos "),
                example("a good day", "Positive"),
                example("A good day!", "positive"),
                example("something else", "POSITIVE"),
                example("12 34 56 a", "positive"),
                example("zzz zzz", "positive"),
                example("rare one", "other"),
                example("x", "positive"),
                Example.text("no label here")));
    assertThat(cleaning.report(dataset).rowsOut()).isEqualTo(2);
    assertThat(again.report(dataset)).isEqualTo(cleaning.report(dataset));
    assertThatThrownBy(() -> Cleaning.read(cleaning.toJson()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"mine\"", "read(json, ...)", "got []");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                           | must be an array",
        "[{\"step\": \"magic\"}]                      | no cleaning step",
        "[{\"step\": \"shorterThan\"}]                | fitting \"characters\"",
        "[{\"step\": \"shorterThan\", \"characters\": 0}] | at least 1, got 0",
        "[{\"step\": \"fewerLettersThan\", \"share\": \"x\"}] | fitting \"share\"",
        "[{\"step\": \"rename\", \"labels\": []}]     | fitting \"labels\""
      })
  void other_json_is_refused(String json, String message) throws JsonProcessingException {
    JsonNode node = new ObjectMapper().readTree(json);
    assertThatThrownBy(() -> Cleaning.read(node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void what_was_begun_is_closed_when_a_step_cannot_begin() {
    AtomicInteger closed = new AtomicInteger();
    CleaningStep good =
        CleaningStep.of(
            "good",
            () ->
                new CleaningStep.Pass() {
                  @Override
                  public Example apply(Example example) {
                    return example;
                  }

                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                });
    CleaningStep bad =
        CleaningStep.of(
            "bad",
            () -> {
              throw new DataException("no");
            });
    Dataset dataset =
        Dataset.of(() -> Stream.of(example("a", "x")).onClose(closed::incrementAndGet));
    assertThatThrownBy(() -> dataset.clean(Cleaning.none().with(good).with(bad)).toList())
        .hasMessage("no");
    assertThat(closed).hasValue(2);
  }

  @Test
  void there_must_be_something_to_split() {
    assertThatThrownBy(() -> Dataset.of(List.of()).split(Split.random()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nothing to split");
  }

  @Test
  void a_pipeline_refuses_settings_out_of_range_at_the_call() {
    Pipeline pipeline = Pipeline.text();
    assertThatThrownBy(() -> pipeline.epochs(0)).hasMessage("epochs must be at least 1, got 0.");
    assertThatThrownBy(() -> pipeline.batchSize(0)).hasMessageContaining("batchSize");
    assertThatThrownBy(() -> pipeline.patience(-1)).hasMessageContaining("patience");
    assertThatThrownBy(() -> pipeline.learningRate(0)).hasMessageContaining("above 0, got 0.0");
    assertThatThrownBy(() -> pipeline.validation(1)).hasMessageContaining("[0, 1), got 1.0");
    assertThatThrownBy(() -> pipeline.labelSmoothing(-1)).hasMessageContaining("labelSmoothing");
    assertThatThrownBy(() -> pipeline.clipNorm(0)).hasMessageContaining("clipNorm");
    assertThatThrownBy(() -> pipeline.classWeights(Map.of("a", -1.0)))
        .hasMessageContaining("class \"a\"");
    assertThatThrownBy(() -> pipeline.threads(0)).hasMessageContaining("threads");
  }

  @Test
  void a_pipeline_refuses_settings_that_contradict_each_other_at_the_call() {
    Pipeline balanced = Pipeline.text().balancedClassWeights();
    assertThatThrownBy(() -> balanced.classWeights(Map.of("a", 2.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("given or balanced", "balancedClassWeights()");
    assertThatThrownBy(() -> balanced.sampling(Sampling.oversample()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("count twice", "sampling(..)");
    Pipeline several = Pipeline.text().severalLabels();
    List<Supplier<Pipeline>> forOneLabel =
        List.of(
            several::balancedClassWeights,
            () -> several.classWeights(Map.of("a", 2.0)),
            () -> several.sampling(Sampling.undersample()),
            () -> several.positive("a"),
            () -> several.monitor(Monitor.VALIDATION_BALANCED_ACCURACY),
            balanced::severalLabels);
    for (Supplier<Pipeline> call : forOneLabel) {
      assertThatThrownBy(call::get)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("one label an example", "severalLabels()");
    }
  }

  @Test
  void training_without_an_engine_says_what_to_add() {
    assertThatThrownBy(() -> Pipeline.text().train(Dataset.of(List.of(example("a", "x")))))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("can train", "<artifactId>sortal-backend-onnx</artifactId>");
  }

  @Test
  void a_prediction_ranks_labels_and_says_what_became_of_the_text() {
    Labels labels = Labels.of(List.of("a", "b", "c"));
    Prediction prediction =
        new Prediction(
            labels,
            Decision.OneLabel.plain(),
            1,
            new float[] {0.25f, 0.5f, 0.25f},
            new FittedEncoder.Note(5, 5, 2, false));
    assertThat(prediction.label()).isEqualTo("b");
    assertThat(prediction.probability()).isEqualTo(0.5);
    assertThat(prediction.probability("c")).isEqualTo(0.25);
    assertThat(prediction.top(2))
        .containsExactly(new Prediction.Scored("b", 0.5), new Prediction.Scored("a", 0.25));
    assertThat(prediction.top(9)).hasSize(3);
    assertThat(prediction.isCut()).isTrue();
    assertThat(prediction.isUnknown()).isTrue();
    assertThat(prediction).hasToString("b (0.5000), cut, unknown");
    assertThatThrownBy(() -> prediction.probability("z"))
        .hasMessageContainingAll("\"z\"", "[a, b, c]");
    assertThatThrownBy(() -> prediction.top(0)).hasMessageContaining("at least 1");
  }
}
