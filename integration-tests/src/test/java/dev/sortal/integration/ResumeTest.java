package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Pipeline;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.spec.Optimizer;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that end in the middle and go on, beside ones that never ended. */
class ResumeTest {
  @TempDir Path folder;

  private static Pipeline on(String engine) {
    return ResumeJob.PIPELINE.backend(engine);
  }

  private Bundle train(Pipeline pipeline) {
    try (Classifier classifier = pipeline.train(ResumeJob.examples())) {
      Path file = folder.resolve("classifier.sortal");
      classifier.save(file);
      return BundleFile.read(file);
    }
  }

  private static TrainingListener at(long step, Runnable action) {
    return new TrainingListener() {
      @Override
      public void onStep(Progress progress) {
        if (progress.step() == step) {
          action.run();
        }
      }
    };
  }

  /** All that came of it, but for times. */
  private static void assertSame(Bundle resumed, Bundle uninterrupted) {
    assertThat(resumed.weights()).isEqualTo(uninterrupted.weights());
    assertThat(resumed.optimizers()).isNotNull().isEqualTo(uninterrupted.optimizers());
    assertThat(timeless(resumed.history())).isEqualTo(timeless(uninterrupted.history()));
    assertThat(resumed.history().bestEpoch()).isEqualTo(uninterrupted.history().bestEpoch());
    assertThat(resumed.history().end()).isEqualTo(uninterrupted.history().end());
  }

  private static List<Epoch> timeless(History history) {
    return history.epochs().stream()
        .map(
            epoch ->
                new Epoch(
                    epoch.number(),
                    epoch.loss(),
                    epoch.accuracy(),
                    epoch.validationLoss(),
                    epoch.validationAccuracy(),
                    epoch.validationBalancedAccuracy(),
                    epoch.monitored(),
                    epoch.learningRate(),
                    0,
                    0))
        .toList();
  }

  private List<String> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "java", "tensorflow", "djl"})
  void a_training_that_ended_in_the_middle_goes_on_to_the_same_bits(String engine)
      throws IOException {
    Bundle uninterrupted = train(on(engine));
    List<Epoch> epochs = uninterrupted.history().epochs();
    assertThat(epochs.get(3).learningRate())
        .as("reduced on a plateau below the cosine's floor")
        .isLessThan(0.001);

    Pipeline saving =
        on(engine).checkpoints(Checkpoints.in(folder.resolve("run")).everySteps(5).keep(3));
    Bundle interrupted = train(saving.listener(at(32, () -> Thread.currentThread().interrupt())));
    assertThat(interrupted.history().end()).isEqualTo(History.End.INTERRUPTED);
    assertThat(checkpoints())
        .containsExactly(
            "best.sortal",
            "checkpoint-000000000025.sortal-checkpoint",
            "checkpoint-000000000030.sortal-checkpoint",
            "checkpoint-000000000032.sortal-checkpoint");

    RuntimeException crash = new RuntimeException("the power went");
    Pipeline crashing =
        saving.listener(
            at(
                59,
                () -> {
                  throw crash;
                }));
    assertThatThrownBy(() -> train(crashing)).isSameAs(crash);
    assertThat(checkpoints()).last().isEqualTo("checkpoint-000000000055.sortal-checkpoint");

    assertSame(train(saving), uninterrupted);
    assertThat(checkpoints()).hasSize(4);

    int[] steps = {0};
    Bundle done =
        train(
            saving.listener(
                new TrainingListener() {
                  @Override
                  public void onStep(Progress progress) {
                    steps[0]++;
                  }
                }));
    assertSame(done, uninterrupted);
    assertThat(steps[0]).as("nothing is left to do").isZero();
    assertThat(BundleFile.read(folder.resolve("run/best.sortal")).weights())
        .isEqualTo(uninterrupted.weights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "java", "tensorflow", "djl"})
  void dense_adam_over_tables_goes_on_to_the_same_bits(String engine) {
    Pipeline dense = on(engine).optimizer(Optimizer.adam()).epochs(2);
    Pipeline saving = dense.checkpoints(Checkpoints.in(folder.resolve("run")));
    train(saving.listener(at(9, () -> Thread.currentThread().interrupt())));
    assertSame(train(saving), train(dense));
  }

  @Test
  void a_process_that_is_killed_again_and_again_ends_with_the_same_bits()
      throws IOException, InterruptedException {
    Path killed = folder.resolve("killed.sortal");
    for (int step : new int[] {28, 63}) {
      Process process = job(killed, step);
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = output.readLine();
        StringBuilder said = new StringBuilder();
        while (line != null && !line.equals(ResumeJob.WAITING + step)) {
          said.append(line).append('\n');
          line = output.readLine();
        }
        assertThat(line).as("%s", said).isNotNull();
        process.destroyForcibly();
      }
      assertThat(process.waitFor()).isNotZero();
      assertThat(killed).doesNotExist();
    }
    assertThat(checkpoints())
        .containsExactly(
            "best.sortal",
            "checkpoint-000000000055.sortal-checkpoint",
            "checkpoint-000000000060.sortal-checkpoint");

    Process last = job(killed, 0);
    String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(last.waitFor()).as(output).isZero();
    assertSame(BundleFile.read(killed), train(on("onnx")));
  }

  private Process job(Path out, int step) throws IOException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            OtherJvm.classPath(),
            ResumeJob.class.getName(),
            "onnx",
            folder.resolve("run").toString(),
            out.toString(),
            Integer.toString(step));
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }
}
