package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopOptionsTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("id,text,label\n");
    for (int i = 0; i < 120; i++) {
      csv.append(i).append(i % 2 == 0 ? ",what a good day,yes\n" : ",such a bad night,no\n");
    }
    Files.writeString(data, csv.toString());
  }

  private Run train(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                data,
                "--out",
                model,
                "--preset",
                "kerasText",
                "--max-length",
                10,
                "--epochs",
                2));
    arguments.addAll(Arrays.asList(more));
    return sortal(arguments.toArray());
  }

  private JsonNode settings(Object... more) {
    Run run = train(more);
    assertThat(run.code()).as(run.err()).isZero();
    return BundleFile.read(model).provenance().path("settings");
  }

  @Test
  void options_become_settings_of_the_pipeline() {
    JsonNode settings =
        settings(
            "--optimizer",
            "adamw:0.05",
            "--lazy-embeddings",
            "--learning-rate",
            0.01,
            "--schedule",
            "cosine:0.1",
            "--warm-up",
            0.2,
            "--reduce-on-plateau",
            "0.5:2",
            "--average",
            0.9,
            "--max-norm",
            3,
            "--clip-norm",
            1.5,
            "--label-smoothing",
            0.1,
            "--monitor",
            "macro-f1");
    assertThat(settings.path("optimizer").path("type").asText()).isEqualTo("adamw");
    assertThat(settings.path("optimizer").path("weightDecay").asDouble()).isEqualTo(0.05);
    assertThat(settings.path("optimizer").path("lazy").asBoolean()).isTrue();
    assertThat(settings.path("learningRate").asDouble()).isEqualTo(0.01);
    assertThat(settings.path("schedule").path("curve").path("floor").asDouble()).isEqualTo(0.1);
    assertThat(settings.path("schedule").path("warmUp").path("amount").asDouble()).isEqualTo(0.2);
    assertThat(settings.path("schedule").path("plateau").path("patience").asInt()).isEqualTo(2);
    assertThat(settings.path("average").path("decay").asDouble()).isEqualTo(0.9);
    assertThat(settings.path("maxNorm").path("limit").asDouble()).isEqualTo(3);
    assertThat(settings.path("clipNorm").asDouble()).isEqualTo(1.5);
    assertThat(settings.path("labelSmoothing").asDouble()).isEqualTo(0.1);
    assertThat(settings.path("monitor").asText()).isEqualTo("macro F1");
  }

  @Test
  void texts_of_similar_length_share_a_batch_unless_told_otherwise() {
    assertThat(settings().path("bucketing").booleanValue()).isTrue();
    JsonNode without = settings("--no-bucketing").path("bucketing");
    assertThat(without.isBoolean()).isTrue();
    assertThat(without.booleanValue()).isFalse();
  }

  @Test
  void schedules_and_optimizers_have_names() {
    assertThat(settings("--schedule", "step:0.5:1").path("schedule").path("curve"))
        .hasToString(
            "{\"type\":\"step\",\"factor\":0.5,\"every\":{\"amount\":1.0,\"unit\":\"EPOCHS\"}}");
    assertThat(settings("--schedule", "one-cycle:0.4").path("schedule").path("curve"))
        .hasToString("{\"type\":\"oneCycle\",\"rise\":0.4}");
    JsonNode momentum = settings("--optimizer", "sgd:0.9", "--schedule", "linear");
    assertThat(momentum.path("optimizer").path("momentum").asDouble()).isEqualTo(0.9);
  }

  @Test
  void a_training_goes_on_from_its_checkpoints() {
    Path run = folder.resolve("run");
    Object[] options = {"--checkpoints", run, "--checkpoint-steps", 2};
    assertThat(train(options).code()).isZero();
    Bundle first = BundleFile.read(model);
    Run again = train(options);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).as("nothing is left to train").doesNotContain("epoch  1");
    assertThat(BundleFile.read(model).weights()).isEqualTo(first.weights());

    Run other = train("--checkpoints", run, "--learning-rate", 0.5);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .contains(
            "checkpoint of another training", "settings.learningRate (not set there, 0.5 now)");
    Run anew = train("--checkpoints", run, "--learning-rate", 0.5, "--start-anew");
    assertThat(anew.code()).as(anew.err()).isZero();
    assertThat(anew.err()).contains("epoch  1");
    assertThat(run.resolve("best.sortal")).exists();
  }

  @Test
  void what_cannot_be_understood_is_refused() {
    assertRefused("expected adam, adamw", "--optimizer", "adamx");
    assertRefused("expects a number in \"sgd:fast\", got \"fast\"", "--optimizer", "sgd:fast");
    assertRefused("expected constant, linear", "--schedule", "cosine:1:2");
    assertRefused("expects a number in \"cosine:x\"", "--schedule", "cosine:x");
    assertRefused("expects FACTOR:EPOCHS as in 0.5:2", "--reduce-on-plateau", "0.5");
    assertRefused("expects whole epochs, got \"1.5\"", "--reduce-on-plateau", "0.5:1.5");
    assertRefused(
        "expected one of [loss, accuracy, balanced-accuracy, macro-f1", "--monitor", "f2");
    assertRefused("need --checkpoints DIR", "--start-anew");
  }

  private void assertRefused(String message, Object... options) {
    Run run = train(options);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
