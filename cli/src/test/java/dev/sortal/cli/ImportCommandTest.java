package dev.sortal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Prediction;
import dev.sortal.keras.KerasExport;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Layers;
import dev.sortal.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** What a run printed and returned. */
  private record Run(int code, String out, String err) {}

  private Path out() {
    return folder.resolve("model.sortal");
  }

  private Run importFrom(Path export) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Main.run("import", "--from", export.toString(), "--out", out().toString());
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  /** A copy of a trained model's export, to be spoilt. */
  private Path export(String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("export"));
    for (String file :
        List.of("model.json", "tokenizer.json", "weights.safetensors", "predictions.json")) {
      try (InputStream in =
          Objects.requireNonNull(
              ImportCommandTest.class.getResourceAsStream("keras/" + name + "/" + file))) {
        Files.write(copy.resolve(file), in.readAllBytes());
      }
    }
    return copy;
  }

  private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    change.accept(json);
    Files.write(file, JSON.writeValueAsBytes(json));
  }

  private static ObjectNode layer(ObjectNode model, String type) {
    for (JsonNode layer : model.path("layers")) {
      if (layer.path("class").asText().equals(type)) {
        return (ObjectNode) layer;
      }
    }
    throw new AssertionError("There is no " + type + ".");
  }

  private static ObjectNode config(ObjectNode model, String type) {
    return (ObjectNode) layer(model, type).path("config");
  }

  @Nested
  class An_imported_model {
    @ParameterizedTest
    @ValueSource(strings = {"keras-text", "kim-cnn", "binary"})
    void predicts_what_keras_predicts(String name) throws IOException {
      Path export = export(name);
      Run run = importFrom(export);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
      JsonNode predictions = JSON.readTree(Files.readAllBytes(export.resolve("predictions.json")));
      assertThat(predictions).hasSizeGreaterThan(18);
      try (Classifier classifier = Classifier.load(out())) {
        for (JsonNode expected : predictions) {
          String text = expected.path("text").asText();
          float[] received = classifier.classify(text).probabilities();
          assertThat(received).hasSameSizeAs(classifier.labels());
          for (int i = 0; i < received.length; i++) {
            assertThat((double) received[i])
                .as("%s of \"%s\"", classifier.labels().get(i), text)
                .isCloseTo(expected.path("probabilities").path(i).asDouble(), within(1e-5));
          }
        }
      }
    }

    @Test
    void has_read_texts_with_unknown_words_too_long_and_empty() throws IOException {
      assertThat(importFrom(export("kim-cnn")).code()).isZero();
      try (Classifier classifier = Classifier.load(out())) {
        List<Prediction> predictions =
            KerasExport.read(export("kim-cnn")).predictions().stream()
                .map(expected -> classifier.classify(expected.text()))
                .toList();
        assertThat(predictions).anyMatch(prediction -> prediction.tokens() == 0);
        assertThat(predictions).anyMatch(Prediction::isCut);
        assertThat(predictions).anyMatch(Prediction::isUnknown);
      }
    }

    @Test
    void has_the_layers_of_the_preset() throws IOException {
      KerasExport export = KerasExport.read(export("kim-cnn"));
      assertThat(export.bundle().network().layers())
          .containsExactly(
              Layers.embedding(6),
              Layers.parallel(
                  Layers.branch(Layers.conv1d(4, 3, Activation.RELU), Layers.globalMaxPool()),
                  Layers.branch(Layers.conv1d(4, 4, Activation.RELU), Layers.globalMaxPool()),
                  Layers.branch(Layers.conv1d(4, 5, Activation.RELU), Layers.globalMaxPool())),
              Layers.dropout(0.5),
              Layers.dense(3));
      assertThat(export.version()).isEqualTo("3.15.0");
      assertThat(export.bundle().labels().names()).containsExactly("bad", "aside", "good");
      assertThat(export.bundle().provenance().path("importedFrom").asText())
          .isEqualTo("Keras 3.15.0");
    }

    @Test
    void keeps_only_the_rows_that_an_id_reaches() throws IOException {
      KerasExport export = KerasExport.read(export("keras-text"));
      assertThat(export.bundle().weights().get("0.embedding.weight").shape())
          .isEqualTo(Shape.of(30, 8));
    }

    @Test
    void is_described_and_compared_with_keras() throws IOException {
      Run run = importFrom(export("keras-text"));
      assertThat(run.out())
          .contains("Keras 3.15.0", "[negative, positive]", "conv1d")
          .contains("Compared with Keras on 20 texts: the largest difference is")
          .contains("Saved " + out());
    }

    @Test
    void need_not_be_compared() throws IOException {
      Path export = export("keras-text");
      Files.delete(export.resolve("predictions.json"));
      assertThat(importFrom(export).out()).contains("Not compared with Keras");
    }
  }
}
