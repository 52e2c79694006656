package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.bundle.Decision;
import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.error.BackendException;
import dev.sortal.error.DataException;
import dev.sortal.keys.Spill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            new Decision.OneLabel(),
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
