package dev.sortal.tck;

import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.FailedTraining;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.spec.Parameter;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.Tensor;
import dev.sortal.text.Words;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.Schedule;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.WeightAverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  /** 9 steps an epoch. */
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(4))
          .network(embedding(4), globalMaxPool(), dropout(0.2))
          .learningRate(0.02)
          .batchSize(10)
          .epochs(3)
          .schedule(Schedule.linear().reduceOnPlateau(0.9, 1))
          .average(WeightAverage.decay(0.8).every(2))
          .backend(new ReferenceBackend());

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("run");
  }

  private static Dataset rows(int count) {
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = (i % 3 == 0 ? "good " : "bad ") + "word" + i % 7;
      rows.add(Example.text(text).labelled(i % 3 == 0 ? "a" : "b"));
    }
    return Dataset.of(rows);
  }

  private static final Split PARTS = new Split(rows(90), rows(30), Dataset.of(List.of()));

  private Bundle train(Pipeline pipeline) {
    return train(pipeline, PARTS);
  }

  private Bundle train(Pipeline pipeline, Split parts) {
    try (Classifier classifier = pipeline.train(parts)) {
      Path file = temporary.resolve("classifier.sortal");
      classifier.save(file);
      return BundleFile.read(file);
    }
  }

  private static TrainingListener interruptedAt(long step) {
    return new TrainingListener() {
      @Override
      public void onStep(Progress progress) {
        if (progress.step() == step) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith("-checkpoint")).sorted().toList();
    }
  }

  private Pipeline saving() {
    return PIPELINE.checkpoints(Checkpoints.in(folder()).everySteps(4));
  }

  /** The reference keeps doubles, of which a file holds the nearest floats. */
  @Test
  void the_reference_goes_on_to_the_same_numbers() {
    Bundle uninterrupted = train(PIPELINE);
    Bundle interrupted = train(saving().listener(interruptedAt(14)));
    assertThat(interrupted.history().end()).isEqualTo(History.End.INTERRUPTED);
    Bundle resumed = train(saving());
    for (Parameter parameter : uninterrupted.network().parameters()) {
      Tensor expected = uninterrupted.weights().get(parameter.name());
      for (int i = 0; i < expected.shape().size(); i++) {
        assertThat(resumed.weights().get(parameter.name()).get(i))
            .as(parameter.name() + " " + i)
            .isCloseTo(expected.get(i), Offset.offset(1e-5f));
      }
    }
    List<Epoch> expected = uninterrupted.history().epochs();
    assertThat(resumed.history().epochs()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Epoch epoch = resumed.history().epochs().get(i);
      assertThat(epoch.loss()).isCloseTo(expected.get(i).loss(), Offset.offset(1e-5));
      assertThat(epoch.accuracy()).isEqualTo(expected.get(i).accuracy());
      assertThat(epoch.learningRate()).isEqualTo(expected.get(i).learningRate());
      assertThat(epoch.seconds()).isPositive();
    }
  }

  @Test
  void only_the_last_ones_are_kept_and_the_best_epoch_can_be_loaded() throws IOException {
    Bundle bundle = train(saving());
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "checkpoint-000000000024.sortal-checkpoint",
            "checkpoint-000000000027.sortal-checkpoint");
    Bundle best = BundleFile.read(folder().resolve("best.sortal"));
    assertThat(best.weights()).isEqualTo(bundle.weights());
    assertThat(best.history().bestEpoch()).isEqualTo(bundle.history().bestEpoch());
  }

  @Test
  void they_can_be_rare_or_by_the_clock() throws IOException {
    Checkpoints rare = Checkpoints.in(folder()).everyEpochs(2).keep(9);
    train(PIPELINE.checkpoints(rare));
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .as("after the second epoch and at the end")
        .containsExactly(
            "checkpoint-000000000018.sortal-checkpoint",
            "checkpoint-000000000027.sortal-checkpoint");
    Checkpoints always =
        Checkpoints.in(folder()).startingAnew().every(Duration.ofNanos(1)).keep(99);
    train(PIPELINE.checkpoints(always));
    assertThat(files()).hasSize(27);
  }

  @Test
  void what_a_killed_process_left_half_written_is_removed() throws IOException {
    Files.createDirectories(folder());
    Path half = folder().resolve(".checkpoint-000000000004.sortal-checkpoint.12-34");
    Path other = folder().resolve("notes.txt");
    Files.writeString(half, "half");
    Files.writeString(other, "mine");
    train(saving());
    assertThat(half).doesNotExist();
    assertThat(other).hasContent("mine");
  }

  @Test
  void a_damaged_last_checkpoint_is_passed_over_for_the_one_before() throws IOException {
    train(saving().listener(interruptedAt(14)));
    Path last = files().get(1);
    assertThat(last.getFileName()).hasToString("checkpoint-000000000014.sortal-checkpoint");
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length / 2] ^= 1;
    Files.write(last, bytes);
    long[] first = {0};
    train(
        saving()
            .listener(
                new TrainingListener() {
                  @Override
                  public void onStep(Progress progress) {
                    first[0] = first[0] == 0 ? progress.step() : first[0];
                  }
                }));
    assertThat(first[0]).isEqualTo(13);
  }

  @Test
  void a_training_never_begins_anew_in_silence() throws IOException {
    train(saving().listener(interruptedAt(14)));
    for (Path file : files()) {
      Files.writeString(file, "no zip");
    }
    assertThatThrownBy(() -> train(saving()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("None of the 2 checkpoints in " + folder())
        .hasMessageContaining("expected a zip")
        .hasMessageContaining("start anew or choose another folder");
    Bundle anew = train(PIPELINE.checkpoints(Checkpoints.in(folder()).startingAnew()));
    assertThat(anew.history().epochs()).hasSize(3);
  }

  @Test
  void a_checkpoint_of_other_settings_is_refused() {
    train(saving().listener(interruptedAt(14)));
    assertThatThrownBy(() -> train(saving().learningRate(0.5).epochs(9).positive("a")))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("checkpoint of another training")
        .hasMessageContaining("settings.learningRate (0.02 there, 0.5 now)")
        .hasMessageContaining("settings.epochs (3 there, 9 now)")
        .hasMessageContaining("settings.positive (not set there, \"a\" now)")
        .hasMessageContaining("train with the same data and settings")
        .hasMessageContaining("start anew or choose another folder");
  }

  @Test
  void a_checkpoint_of_other_data_is_refused() {
    train(saving().listener(interruptedAt(14)));
    Split more = new Split(rows(93), PARTS.validation(), PARTS.test());
    assertThatThrownBy(() -> train(saving(), more))
        .hasMessageContaining("data.trainingRows (90 there, 93 now)")
        .hasMessageContaining("data.sha256");
    Split otherHeld = new Split(PARTS.train(), rows(33), PARTS.test());
    assertThatThrownBy(() -> train(saving(), otherHeld))
        .hasMessageContaining("data.validationRows (30 there, 33 now)")
        .hasMessageNotContaining("data.sha256");
  }

  @Test
  void more_threads_may_go_on() {
    train(saving().listener(interruptedAt(14)));
    assertThat(train(saving().threads(2)).history().epochs()).hasSize(3);
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws IOException {
    Files.writeString(temporary.resolve("file"), "");
    Checkpoints inFile = Checkpoints.in(temporary.resolve("file").resolve("run"));
    assertThatThrownBy(() -> train(PIPELINE.checkpoints(inFile)))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("folder of checkpoints")
        .hasMessageContaining("Check the path");
  }

  @Test
  void a_checkpoint_that_cannot_be_written_ends_the_training_with_the_best_epoch() {
    TrainingListener removing =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            if (progress.step() == 19) {
              remove(folder());
            }
          }
        };
    Pipeline pipeline = PIPELINE.checkpoints(Checkpoints.in(folder())).listener(removing);
    assertThatThrownBy(() -> train(pipeline))
        .isInstanceOfSatisfying(
            FailedTraining.class,
            failure -> assertThat(failure.best().history().epochs()).hasSize(3))
        .hasMessageContaining("Training failed in")
        .hasMessageContaining("there is no folder");
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void numbers_must_be_above_0() {
    Checkpoints checkpoints = Checkpoints.in(folder());
    assertThatThrownBy(() -> checkpoints.keep(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of checkpoints to keep must be at least 1, got 0.");
    assertThatThrownBy(() -> checkpoints.everyEpochs(0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> checkpoints.everySteps(-1)).hasMessageContaining("steps");
    assertThatThrownBy(() -> checkpoints.every(Duration.ZERO)).hasMessageContaining("above 0");
  }
}
