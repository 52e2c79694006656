package dev.sortal.tck;

import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.Classifier;
import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Search;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.data.Source;
import dev.sortal.data.SplitRule;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import dev.sortal.error.TrainingException;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.search.Choice;
import dev.sortal.search.Method;
import dev.sortal.search.Range;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.Epoch;
import dev.sortal.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  private static final Dataset ROWS = Dataset.of(rows());
  private static final Split PARTS =
      ROWS.split(SplitRule.random().train(0.5).validation(0.25).seed(1));
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(4))
          .network(embedding(2), flatten())
          .epochs(3)
          .backend(new ReferenceBackend());

  /** The learning rate decides nearly all; the batch and the width something. */
  private static final Search SEARCH =
      Search.over(PIPELINE)
          .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
          .vary("batch", Choice.of(4, 8, 64), Pipeline::batchSize)
          .vary("width", Range.whole(1, 4), (p, n) -> p.network(embedding(n), flatten()))
          .minimize("log loss", Evaluation::logLoss)
          .trials(14);

  @TempDir Path folder;

  private static List<Example> rows() {
    SplitMix64 random = new SplitMix64(3);
    return IntStream.range(0, 120)
        .mapToObj(
            i -> {
              boolean isGood = random.below(2) == 0;
              String text = (isGood ? "good" : "bad") + " film " + random.below(20);
              return Example.text(text).labelled(isGood ? "yes" : "no");
            })
        .toList();
  }

  private static List<Object> figures(Search.Result result) {
    return result.trials().stream()
        .<Object>map(trial -> List.of(trial.number(), trial.settings(), trial.value()))
        .toList();
  }

  @Test
  void the_best_pipeline_is_returned_and_gives_the_figure_again() {
    Search.Result result = SEARCH.run(PARTS);
    assertThat(result.trials()).hasSize(14);
    assertThat(result.isInterrupted()).isFalse();
    double least = result.trials().stream().mapToDouble(Search.Trial::value).min().orElseThrow();
    assertThat(result.best().value()).isEqualTo(least);
    try (Classifier classifier = result.pipeline().train(PARTS)) {
      assertThat(classifier.evaluate(PARTS.validation()).logLoss()).isEqualTo(least);
    }
    assertThat(result.importance()).containsOnlyKeys("rate", "batch", "width");
    assertThat(result.importance().keySet().iterator().next()).isEqualTo("rate");
    assertThat(result.toString()).contains("14 trials", "best log loss", "rate", "importance");
    JsonNode json = result.toJson();
    assertThat(json.at("/best/settings/rate").asDouble())
        .isEqualTo(result.best().settings().get("rate"));
    assertThat(json.at("/trials")).hasSize(14);
  }

  @Test
  void test_examples_are_never_read() {
    Dataset forbidden =
        Dataset.of(
            (Source)
                () -> {
                  throw new AssertionError("the test part was read");
                });
    Search.Result result =
        SEARCH.trials(2).run(new Split(PARTS.train(), PARTS.validation(), forbidden));
    assertThat(result.trials()).hasSize(2);
    assertThatThrownBy(() -> SEARCH.run(Split.of(PARTS.train(), PARTS.test())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("validation examples", "got none", "Folds");
  }

  @Test
  void it_repeats_itself_also_with_trials_at_once() {
    assertThat(figures(SEARCH.run(PARTS))).isEqualTo(figures(SEARCH.run(PARTS)));
    List<Object> three = figures(SEARCH.parallel(3).run(PARTS));
    assertThat(figures(SEARCH.parallel(3).run(PARTS))).isEqualTo(three);
    // The first ones are random: how many run at once makes no difference to them.
    assertThat(three.subList(0, 10)).isEqualTo(figures(SEARCH.run(PARTS)).subList(0, 10));
  }

  @Test
  void a_trial_that_fails_is_recorded_and_the_search_goes_on() {
    AtomicInteger trained = new AtomicInteger();
    TrainingListener every_third_fails =
        new TrainingListener() {
          @Override
          public void onStart(Start start) {
            if (trained.incrementAndGet() % 3 == 0) {
              throw new TrainingException("the loss ran away");
            }
          }
        };
    Search search =
        Search.over(PIPELINE.listener(every_third_fails))
            .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
            .vary("rows", Choice.of(0, 8), Pipeline::batchSize)
            .trials(12);
    Search.Result result = search.run(PARTS);
    assertThat(result.trials()).hasSize(12);
    List<String> messages =
        result.trials().stream()
            .filter(trial -> trial.state() == Search.State.FAILED)
            .peek(trial -> assertThat(trial.value()).isNaN())
            .map(Search.Trial::message)
            .distinct()
            .toList();
    assertThat(messages)
        .containsExactlyInAnyOrder("the loss ran away", "batchSize must be at least 1, got 0.");
    assertThat(result.best().state()).isEqualTo(Search.State.FINISHED);
    assertThat(result.toString()).contains("failed,");
    Search hopeless =
        Search.over(PIPELINE).vary("rows", Choice.of(0, -1), Pipeline::batchSize).trials(2);
    assertThatThrownBy(() -> hopeless.run(PARTS))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("No trial of 2 could be finished", "batchSize must be at least 1");
  }

  @Test
  void what_is_wrong_with_data_or_code_ends_the_search() {
    Dataset unlabelled = Dataset.of(List.of(Example.text("a film")));
    assertThatThrownBy(
            () -> SEARCH.run(new Split(unlabelled, PARTS.validation(), Dataset.of(List.of()))))
        .isInstanceOf(DataException.class);
    Search broken =
        Search.over(PIPELINE)
            .vary(
                "rate",
                Range.linear(0, 1),
                (p, rate) -> {
                  throw new IllegalStateException("a mistake");
                })
            .trials(3);
    for (int parallel : List.of(1, 2)) {
      assertThatThrownBy(() -> broken.parallel(parallel).run(PARTS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a mistake");
    }
  }

  @Test
  void a_search_that_was_killed_anywhere_goes_on_to_the_same_end() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    Search search = SEARCH.method(Method.tpe().startup(4)).trials(9);
    List<Object> expected = figures(search.log(whole).run(PARTS));
    byte[] bytes = Files.readAllBytes(whole);
    List<String> lines = Files.readAllLines(whole);
    assertThat(lines).hasSize(10);
    for (int cut : List.of(0, 17, bytes.length / 2, bytes.length - 1, bytes.length)) {
      Path file = folder.resolve("cut" + cut + ".jsonl");
      Files.write(file, Arrays.copyOf(bytes, cut));
      long kept = Files.readString(file).lines().count() - (cut == bytes.length ? 0 : 1);
      AtomicInteger run = new AtomicInteger();
      Search.Result result = search.log(file).listener(trial -> run.incrementAndGet()).run(PARTS);
      assertThat(figures(result)).as("cut at %d", cut).isEqualTo(expected);
      assertThat(run.get()).isEqualTo(9 - Math.max(0, kept - 1));
      assertThat(Files.readAllLines(file)).hasSize(10);
    }
    AtomicInteger more = new AtomicInteger();
    Search.Result longer =
        search.trials(11).log(whole).listener(trial -> more.incrementAndGet()).run(PARTS);
    assertThat(more).hasValue(2);
    assertThat(figures(longer).subList(0, 9)).isEqualTo(expected);
  }

  @Test
  void a_log_goes_on_after_trials_at_once_with_gaps() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    Search search = SEARCH.parallel(3).trials(13);
    List<Object> expected = figures(search.log(whole).run(PARTS));
    List<String> lines = new ArrayList<>(Files.readAllLines(whole));
    lines.removeIf(line -> line.startsWith("{\"trial\":11,") || line.startsWith("{\"trial\":2,"));
    assertThat(lines).hasSize(12);
    Files.write(whole, lines);
    assertThat(figures(search.log(whole).run(PARTS))).isEqualTo(expected);
  }

  @Test
  void each_line_of_the_log_is_json_with_settings_and_outcome() throws IOException {
    Path file = folder.resolve("new/trials.jsonl");
    Search.Result result = SEARCH.trials(3).log(file).run(PARTS);
    List<String> lines = Files.readAllLines(file);
    JsonNode head = new ObjectMapper().readTree(lines.get(0));
    assertThat(head.path("minimize").asText()).isEqualTo("log loss");
    assertThat(head.at("/settings/batch").asText()).contains("4, 8, 64");
    JsonNode second = new ObjectMapper().readTree(lines.get(2));
    Search.Trial trial = result.trials().get(1);
    assertThat(second.path("trial").asInt()).isEqualTo(2);
    assertThat(second.path("state").asText()).isEqualTo("finished");
    assertThat(second.path("value").asDouble()).isEqualTo(trial.value());
    assertThat(second.at("/settings/rate").asDouble()).isEqualTo(trial.settings().get("rate"));
    assertThat(second.path("seconds").asDouble()).isPositive();
  }

  @Test
  void a_log_of_another_search_and_a_damaged_one_are_refused() throws IOException {
    Path file = folder.resolve("trials.jsonl");
    Search search = SEARCH.trials(2).log(file);
    search.run(PARTS);
    assertThatThrownBy(() -> search.seed(9).run(PARTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("that of another search", "seed, expected 9, got 42");
    assertThatThrownBy(() -> search.run(new Split(ROWS, PARTS.validation(), PARTS.test())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it differs in training");
    Files.writeString(file, Files.readString(file) + "{\"trial\":3,\"point\":[7]}\n");
    assertThatThrownBy(() -> search.run(PARTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no trial of this search", "got [7.0]", "another log");
    Files.writeString(file, "trial three\n");
    assertThatThrownBy(() -> search.run(PARTS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(":1 is no trial", "got \"trial three\"");
  }

  @Test
  void a_log_belongs_to_one_search_at_a_time() {
    Path file = folder.resolve("trials.jsonl");
    Search inner = SEARCH.trials(1).log(file);
    Search outer = inner.listener(trial -> inner.run(PARTS));
    assertThatThrownBy(() -> outer.run(PARTS))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("belongs to a search that is running");
  }

  @Test
  void interruption_ends_it_with_the_trials_that_are_over() {
    AtomicInteger epochs = new AtomicInteger();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epochs.incrementAndGet() == 8) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Search search =
        Search.over(PIPELINE.listener(listener))
            .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
            .trials(6)
            .log(folder.resolve("trials.jsonl"));
    Search.Result result = search.run(PARTS);
    assertThat(result.isInterrupted()).isTrue();
    assertThat(result.trials()).hasSize(2);
    assertThat(Thread.interrupted()).isFalse();
    Search.Result rest = search.run(PARTS);
    assertThat(rest.trials()).hasSize(6);
    epochs.set(7);
    assertThatThrownBy(() -> search.log(folder.resolve("other.jsonl")).run(PARTS))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("interrupted before a trial was finished");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interruption_ends_trials_at_once_too() throws InterruptedException {
    List<Search.Result> results = new ArrayList<>();
    Search search = SEARCH.parallel(2).trials(1000);
    Thread[] runner = new Thread[1];
    runner[0] =
        new Thread(
            () ->
                results.add(
                    search
                        .listener(
                            trial -> {
                              if (trial.number() == 5) {
                                runner[0].interrupt();
                              }
                            })
                        .run(PARTS)));
    runner[0].start();
    runner[0].join();
    assertThat(results).hasSize(1);
    assertThat(results.get(0).isInterrupted()).isTrue();
    assertThat(results.get(0).trials().size()).isBetween(4, 20);
  }

  @Test
  void hyperband_trains_many_for_short_and_few_for_long() {
    Search search =
        Search.over(PIPELINE.epochs(4))
            .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
            .method(Method.hyperband().factor(2));
    Search.Result result = search.run(PARTS);
    assertThat(result.trials().stream().map(Search.Trial::epochs).limit(7))
        .containsExactly(1, 1, 1, 1, 2, 2, 4);
    assertThat(result.trials().stream().filter(one -> one.state() == Search.State.PRUNED))
        .isNotEmpty()
        .allMatch(one -> one.epochs() < 4 && one.message().contains("others were better"));
    assertThat(result.pipeline()).isNotNull();
    assertThat(figures(search.parallel(2).run(PARTS))).isEqualTo(figures(result));
  }

  @Test
  void a_grid_ends_by_itself_and_an_endless_search_is_refused() {
    Search search =
        Search.over(PIPELINE)
            .vary("rate", Range.logarithmic(1e-3, 1), Pipeline::learningRate)
            .vary("batch", Choice.of(4, 8), Pipeline::batchSize);
    assertThat(search.method(Method.grid(3)).run(PARTS).trials()).hasSize(6);
    assertThatThrownBy(() -> search.run(PARTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("would never end", "trials(..) or budget(..)");
    assertThatThrownBy(() -> Search.over(PIPELINE).trials(3).run(PARTS))
        .hasMessageContaining("nothing to search");
    assertThatThrownBy(() -> search.vary("rate", Range.linear(0, 1), Pipeline::learningRate))
        .hasMessageContaining("different names, got \"rate\" twice");
    assertThatThrownBy(() -> search.trials(0)).hasMessageContaining("at least 1, got 0");
    assertThatThrownBy(() -> search.parallel(0)).hasMessageContaining("at least 1, got 0");
    assertThatThrownBy(() -> search.budget(Duration.ZERO)).hasMessageContaining("above 0");
  }

  @Test
  void a_budget_of_time_begins_no_more_trials_and_counts_those_of_the_log() throws IOException {
    Path file = folder.resolve("trials.jsonl");
    Search search = SEARCH.trials(100_000).log(file);
    int first = search.budget(Duration.ofMillis(300)).run(PARTS).trials().size();
    assertThat(first).isBetween(1, 5000);
    String slow = Files.readString(file).replaceFirst("\"seconds\":[0-9.E-]+", "\"seconds\":900");
    Files.writeString(file, slow);
    assertThat(search.budget(Duration.ofMinutes(15)).run(PARTS).trials()).hasSize(first);
  }

  @Test
  void folds_judge_by_their_mean() {
    Folds folds = new Folds(3, 5);
    Search.Result result = SEARCH.trials(3).run(ROWS, folds);
    CrossValidation best = result.pipeline().crossValidate(ROWS, folds);
    assertThat(best.figure(Evaluation::logLoss).mean()).isEqualTo(result.best().value());
  }

  @Test
  void a_nested_search_judges_searching() {
    Search search =
        Search.over(PIPELINE.validation(0.3))
            .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
            .trials(6)
            .log(folder.resolve("trials.jsonl"));
    CrossValidation result = search.crossValidate(ROWS, new Folds(3, 5));
    assertThat(result.rows()).hasSize(120);
    assertThat(result.figure(Evaluation::accuracy).mean()).isGreaterThan(0.9);
    for (int fold = 1; fold <= 3; fold++) {
      assertThat(folder.resolve("trials.jsonl.fold-" + fold)).exists();
    }
    assertThatThrownBy(
            () ->
                Search.over(PIPELINE.validation(0))
                    .vary("rate", Range.linear(0.1, 1), Pipeline::learningRate)
                    .trials(1)
                    .crossValidate(ROWS, new Folds(3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation must be above 0");
  }

  @Test
  void several_labels_have_figures_of_their_own() {
    List<Example> examples = new ArrayList<>();
    for (Example row : ROWS.toList()) {
      examples.add(row.labelled(row.text().startsWith("good") ? List.of("a", "b") : List.of("b")));
    }
    Split parts = Dataset.of(examples).split(SplitRule.random().train(0.5).validation(0.5).seed(1));
    Search search =
        Search.over(PIPELINE.severalLabels())
            .vary("rate", Range.logarithmic(1e-3, 1), Pipeline::learningRate)
            .trials(4);
    assertThat(search.run(parts).best().value()).isGreaterThan(0.9);
    assertThat(
            search
                .minimizeLabels("Hamming loss", MultiLabelEvaluation::hammingLoss)
                .run(parts)
                .best()
                .value())
        .isLessThan(0.2);
    assertThatThrownBy(() -> search.maximize("accuracy", Evaluation::accuracy).run(parts))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use evaluateLabels");
  }

  @Test
  void several_values_may_be_put_in_together() {
    Search search =
        Search.over(PIPELINE)
            .vary("width", Choice.of(2, 4))
            .vary("dropout", Range.linear(0.1, 0.5))
            .apply(
                (p, v) ->
                    p.network(embedding(v.whole("width")), dropout(v.number("dropout")), flatten()))
            .trials(3);
    Search.Result result = search.run(PARTS);
    Search.Trial best = result.best();
    try (Classifier classifier = result.pipeline().train(PARTS)) {
      assertThat(classifier.network().nodes().toString())
          .contains("Embedding[width=" + best.settings().get("width"))
          .contains("Dropout[rate=" + best.settings().get("dropout"));
    }
    Search wrong = search.apply((p, v) -> p.epochs(v.whole("dropout")));
    assertThatThrownBy(() -> wrong.run(PARTS))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("varies no setting \"dropout\" of type Integer");
  }

  @Test
  void each_training_has_checkpoints_of_its_own() {
    Pipeline saving = PIPELINE.checkpoints(Checkpoints.in(folder.resolve("saved")));
    Search search =
        Search.over(saving)
            .vary("rate", Range.logarithmic(1e-5, 1), Pipeline::learningRate)
            .trials(2);
    search.run(PARTS);
    assertThat(folder.resolve("saved/trial-1")).isNotEmptyDirectory();
    assertThat(folder.resolve("saved/trial-2")).isNotEmptyDirectory();
    saving.crossValidate(ROWS, new Folds(2, 1));
    assertThat(folder.resolve("saved/fold-2")).isNotEmptyDirectory();
    search.crossValidate(ROWS, new Folds(2, 1));
    assertThat(folder.resolve("saved/search-2/trial-2")).isNotEmptyDirectory();
    assertThat(folder.resolve("saved/search-2/best")).isNotEmptyDirectory();
  }

  @Test
  void settings_of_encoders_are_varied_too() {
    Search.Result result =
        Search.over(PIPELINE.learningRate(0.1))
            .vary(
                "words",
                Choice.of(3, 10),
                (p, words) -> p.encoders(Words.standard().maxLength(4).maxSize(words)))
            .method(Method.grid(2))
            .minimize("log loss", Evaluation::logLoss)
            .run(PARTS);
    assertThat(result.trials()).hasSize(2);
    // Of three ids two are padding and unknown: one word is left, and it is "film".
    assertThat(result.best().settings()).containsEntry("words", 10);
    try (Classifier classifier = result.pipeline().train(PARTS)) {
      assertThat(classifier.network().inputs().toString()).contains("vocabulary=10");
    }
    assertThatThrownBy(() -> PIPELINE.encoders())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one encoder, got 0");
    assertThatThrownBy(() -> Pipeline.auto().encoders(Words.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected no encoders(..) after it");
    try (Classifier classifier = PIPELINE.train(PARTS)) {
      assertThatThrownBy(() -> Pipeline.continuing(classifier).encoders(Words.standard()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("keeps its encoders");
    }
  }
}
