package dev.sortal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Prediction;
import dev.sortal.format.Safetensors;
import dev.sortal.keras.KerasExport;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Layers;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    void may_have_an_unknown_token_that_is_a_word_too() throws IOException {
      Path export = export("binary");
      JsonNode index =
          JSON.readTree(Files.readAllBytes(export.resolve("tokenizer.json"))).path("word_index");
      assertThat(index).noneMatch(id -> id.asInt() == 1);
      Weights weights = KerasExport.read(export).bundle().weights();
      Tensor table =
          Safetensors.read(Files.readAllBytes(export.resolve("weights.safetensors")))
              .get("embedding_2/embeddings");
      assertThat(weights.get("0.embedding.weight").get(5))
          .isEqualTo(table.get(5 * index.path("e").asInt()));
    }

    @Test
    void has_two_logits_for_one_sigmoid() throws IOException {
      Weights weights = KerasExport.read(export("binary")).bundle().weights();
      assertThat(weights.get("7.dense.weight").shape()).isEqualTo(Shape.of(2, 4));
      assertThat(weights.get("7.dense.weight").toArray()).startsWith(0, 0, 0, 0);
      assertThat(weights.get("7.dense.bias").get(0)).isZero();
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

  /** Every refusal is one line with what is wrong, expected, received and the next step. */
  @Nested
  class An_export_is_refused {
    private void because(Path export, String... parts) {
      Run run = importFrom(export);
      assertThat(run.code()).as(run.out()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().strip().lines()).hasSize(1);
      assertThat(run.err()).startsWith("sortal: " + export).contains(parts);
      assertThat(out()).doesNotExist();
    }

    private void afterModelChange(String name, Consumer<ObjectNode> change, String... parts)
        throws IOException {
      Path export = export(name);
      change(export.resolve("model.json"), change);
      because(export, parts);
    }

    private void afterConfigChange(
        String type, String option, @Nullable Object value, String... parts) throws IOException {
      String name = type.equals("Concatenate") || type.equals("Dropout") ? "kim-cnn" : "keras-text";
      afterModelChange(
          name,
          model -> config(model, type).set(option, JSON.valueToTree(value)),
          Stream.concat(Stream.of("(" + type + ")", "\"" + option + "\""), Stream.of(parts))
              .toArray(String[]::new));
    }

    private void afterTokenizerChange(String option, @Nullable Object value, String... parts)
        throws IOException {
      Path export = export("keras-text");
      change(
          export.resolve("tokenizer.json"),
          tokenizer -> tokenizer.set(option, JSON.valueToTree(value)));
      because(
          export,
          Stream.concat(Stream.of("tokenizer.json: \"" + option + "\" must be"), Stream.of(parts))
              .toArray(String[]::new));
    }

    private void afterTensorChange(Consumer<Map<String, Tensor>> change, String... parts)
        throws IOException {
      Path export = export("keras-text");
      Path file = export.resolve("weights.safetensors");
      Map<String, Tensor> tensors =
          new LinkedHashMap<>(Safetensors.read(Files.readAllBytes(file)).asMap());
      change.accept(tensors);
      Files.write(file, Safetensors.toBytes(Weights.of(tensors)));
      because(export, parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "tokenizer.json", "weights.safetensors"})
    void if_a_file_is_missing(String file) throws IOException {
      Path export = export("keras-text");
      Files.delete(export.resolve(file));
      Run run = importFrom(export);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("sortal: There is no file " + export.resolve(file))
          .contains("expected the folder that export_keras.py wrote", "Check the path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "tokenizer.json", "predictions.json"})
    void if_a_file_is_no_json(String file) throws IOException {
      Path export = export("keras-text");
      Files.writeString(export.resolve(file), "{\"layers\": [");
      because(export, file, "expected JSON, got", "Export the model again");
    }

    @Test
    void if_it_is_of_another_format() throws IOException {
      afterModelChange(
          "keras-text",
          model -> model.put("format", "keras"),
          "\"format\" must be \"sortal-keras-export\", got \"keras\"",
          "export_keras.py");
      afterModelChange(
          "keras-text",
          model -> model.put("version", 2),
          "\"version\" must be 1 at most, got 2",
          "Update sortal-api");
    }

    @Test
    void if_a_layer_is_of_another_kind() throws IOException {
      afterModelChange(
          "kim-cnn",
          model -> layer(model, "Dropout").put("class", "BatchNormalization"),
          "layer \"dropout\" (BatchNormalization)",
          "expected one of [InputLayer, Embedding, Conv1D",
          "got BatchNormalization",
          "Rebuild the Keras model without it");
    }

    @Test
    void if_an_option_has_no_counterpart() throws IOException {
      String next = "change the Keras model, train it and export it again";
      afterConfigChange("Conv1D", "activation", "elu", "\"gelu\", got \"elu\"", next);
      afterConfigChange("Conv1D", "padding", "causal", "or \"same\", got \"causal\"", next);
      afterConfigChange("Conv1D", "dilation_rate", List.of(2), "must be [1]", "got [2]", next);
      afterConfigChange("Conv1D", "groups", 2, "must be 1, got 2", next);
      afterConfigChange("Conv1D", "data_format", "channels_first", "got \"channels_first\"", next);
      afterConfigChange("MaxPooling1D", "padding", "full", "got \"full\"", next);
      afterConfigChange("Flatten", "data_format", "channels_first", "\"channels_last\"", next);
      afterConfigChange("Dense", "activation", "softmax", "got \"softmax\"", next);
      afterConfigChange("Dense", "dtype", "mixed_float16", "must be float32", next);
      afterConfigChange("Dropout", "noise_shape", List.of(1, 6), "null, got [1,6]", next);
      afterConfigChange("Dropout", "rate", 1.0, "[0, 1), got 1.0", next);
      afterConfigChange("Concatenate", "axis", 0, "must be -1 or 1, got 0", next);
    }

    @Test
    void if_a_setting_is_missing() throws IOException {
      afterModelChange(
          "keras-text",
          model -> config(model, "Conv1D").remove("filters"),
          "\"filters\" must be a whole number from 1 to 2147483647, got nothing",
          "Export the model again");
      afterModelChange(
          "keras-text",
          model -> config(model, "Dense").remove("use_bias"),
          "\"use_bias\" must be true or false, got nothing",
          "Export the model again");
    }

    @Test
    void if_its_average_leaves_out_the_padding() throws IOException {
      afterModelChange(
          "kim-cnn",
          model -> {
            config(model, "Embedding").put("mask_zero", true);
            for (JsonNode layer : model.path("layers")) {
              if (layer.path("class").asText().equals("Conv1D")) {
                ((ObjectNode) layer).put("class", "Dropout");
                ((ObjectNode) layer.path("config")).put("rate", 0.5).putNull("noise_shape");
              } else if (layer.path("class").asText().equals("GlobalMaxPooling1D")) {
                ((ObjectNode) layer).put("class", "GlobalAveragePooling1D");
              }
            }
          },
          "(GlobalAveragePooling1D) leaves the padding out",
          "\"mask_zero\" false before it, got true",
          "change the Keras model");
    }

    @Test
    void if_an_activation_follows_what_has_none() throws IOException {
      afterModelChange(
          "binary",
          model -> layer(model, "Activation").putArray("inputs").add("dropout_1"),
          "(Activation) must follow a Conv1D or Dense without activation that nothing else reads",
          "got it behind Dropout",
          "change the Keras model");
    }

    @Test
    void if_softmax_is_not_the_end() throws IOException {
      afterModelChange(
          "keras-text",
          model -> model.putArray("outputs").add("flatten"),
          "layer \"flatten\" (Flatten) ends the model",
          "expected Dense with softmax, with sigmoid and one unit, or without activation",
          "got Flatten",
          "change the Keras model");
      afterModelChange(
          "kim-cnn",
          model -> config(model, "Dense").put("activation", "sigmoid"),
          "(Dense): \"activation\" must be \"softmax\" or \"linear\", got \"sigmoid\"",
          "change the Keras model");
      afterModelChange(
          "kim-cnn",
          model -> config(model, "Dense").put("units", 1),
          "(Dense): \"activation\" must be \"sigmoid\", got \"linear\"",
          "change the Keras model");
    }

    @Test
    void if_layers_are_not_in_rows_and_branches() throws IOException {
      String next = "change the Keras model";
      afterModelChange(
          "keras-text",
          model -> model.putArray("outputs").add("dense").add("dense_1"),
          "\"outputs\" must be one layer, got [\"dense\",\"dense_1\"]",
          next);
      afterModelChange(
          "keras-text",
          model -> ((ArrayNode) model.path("layers")).add(layer(model, "Conv1D").deepCopy()),
          "layer \"conv1d\" (Conv1D) is called more than once: expected layers that are called once",
          next);
      afterModelChange(
          "keras-text",
          model -> layer(model, "Flatten").putArray("inputs").add("conv1d").add("max_pooling1d"),
          "(Flatten) must read one layer, got [conv1d, max_pooling1d]",
          next);
      afterModelChange(
          "keras-text",
          model -> layer(model, "Flatten").putArray("inputs").add("lost"),
          "names the layer \"lost\": expected one of [input_layer, embedding",
          "Export the model again");
      afterModelChange(
          "keras-text",
          model -> layer(model, "Embedding").putArray("inputs").add("dense_1"),
          "layer \"dense_1\" (Dense) is the output, yet other layers read it",
          "expected an output that none reads",
          "Export the model again");
      afterModelChange(
          "kim-cnn",
          model -> layer(model, "Concatenate").putArray("inputs").add("global_max_pooling1d"),
          "layer \"embedding_1\" (Embedding) feeds branches that do not all join",
          next);
      afterModelChange(
          "kim-cnn",
          model -> layer(model, "GlobalMaxPooling1D").putArray("inputs").add("input_layer_1"),
          "(Concatenate) joins branches of different origin: expected branches that read one layer",
          "got [input_layer_1, embedding_1, embedding_1]",
          next);
    }

    @Test
    void if_shapes_do_not_fit() throws IOException {
      afterModelChange(
          "keras-text",
          model -> {
            layer(model, "Flatten").put("class", "Dropout");
            config(model, "Dropout").put("rate", 0.5).putNull("noise_shape");
          },
          "model.json is no network that Sortal computes: 4.dense expects an input of shape [n]",
          "Put flatten()");
    }

    @Test
    void if_maxlen_is_not_that_of_the_model() throws IOException {
      Path export = export("keras-text");
      change(export.resolve("tokenizer.json"), tokenizer -> tokenizer.put("maxlen", 20));
      because(
          export,
          "layer \"input_layer\" (InputLayer): \"batch_shape\" must be [null, 20]",
          "got [null,12]",
          "Export with the maxlen that the model was trained with");
    }

    @Test
    void if_labels_are_missing_too_few_or_repeated() throws IOException {
      afterModelChange(
          "keras-text",
          model -> model.remove("labels"),
          "\"labels\" must be an array, got nothing",
          "Export the model again");
      afterModelChange(
          "kim-cnn",
          model -> model.putArray("labels").add("good").add("bad"),
          "\"labels\" must be one label for each of the 3 classes, got [\"good\",\"bad\"]",
          "labels in the order of its outputs");
      afterModelChange(
          "keras-text",
          model -> model.putArray("labels").add("good").add("good"),
          "Each label may occur once, got \"good\" twice",
          "with other labels");
      afterModelChange(
          "keras-text",
          model -> model.putArray("labels").add(0).add(1),
          "\"labels\" must be an array of texts, got [0,1]",
          "Export the model again");
    }

    @Test
    void if_the_tokenizer_is_not_the_default_one() throws IOException {
      String next = "fit one with the defaults and train again";
      afterTokenizerChange("lower", false, "true, got false", next);
      afterTokenizerChange("split", "|", "\" \", got \"|\"", next);
      afterTokenizerChange("filters", "!?", "the characters \"!\\\"#$%&", "got \"!?\"", next);
    }

    @Test
    void if_a_setting_of_the_tokenizer_is_missing_or_senseless() throws IOException {
      String next = "Export the model again";
      afterTokenizerChange("maxlen", 0, "a whole number from 1", "got 0", next);
      afterTokenizerChange("maxlen", null, "a whole number from 1", "got null", next);
      afterTokenizerChange("padding", "left", "\"pre\" or \"post\", got \"left\"", next);
      afterTokenizerChange("truncating", 1, "a text, got 1", next);
      afterTokenizerChange("num_words", -3, "a whole number from 1", "got -3", next);
      afterTokenizerChange("word_index", Map.of(), "at least one word", "got {}", next);
      afterTokenizerChange("word_index", List.of(), "an object of words and ids, got []", next);
      afterTokenizerChange("oov_token", "<OOV>", "a word of word_index", "before fit_on_texts");
    }

    @Test
    void if_num_words_leaves_no_word() throws IOException {
      Path export = export("keras-text");
      change(export.resolve("tokenizer.json"), tokenizer -> tokenizer.put("num_words", 1));
      because(
          export,
          "\"word_index\" must be an object with at least one word below num_words",
          "Export the model again");
    }

    @Test
    void if_a_word_has_no_id_or_cannot_be_a_word() throws IOException {
      Path export = export("keras-text");
      Path tokenizer = export.resolve("tokenizer.json");
      change(tokenizer, json -> ((ObjectNode) json.path("word_index")).put("film", 0));
      because(export, "word_index: \"film\" must be a whole number from 1", "got 0");
      change(tokenizer, json -> ((ObjectNode) json.path("word_index")).put("film", 2).put("", 3));
      because(export, "must be a word, got \"\"", "Correct the Tokenizer's word_index");
    }

    @Test
    void if_the_embedding_has_too_few_rows_for_the_vocabulary() throws IOException {
      Path export = export("kim-cnn");
      change(
          export.resolve("tokenizer.json"),
          tokenizer -> ((ObjectNode) tokenizer.path("word_index")).put("newword", 70));
      because(
          export,
          "(Embedding) has no row for every id of the Tokenizer",
          "expected an input_dim above 70, got 70",
          "Export the Tokenizer that the model was trained with");
    }

    @Test
    void if_a_tensor_is_missing_left_over_misshapen_or_not_finite() throws IOException {
      String next = "Export the model again";
      afterTensorChange(
          tensors -> tensors.remove("conv1d/kernel"),
          "weights.safetensors lacks a tensor: expected \"conv1d/kernel\", got [embedding/embeddings,",
          next);
      afterTensorChange(
          tensors -> tensors.put("norm/bias", Tensor.zeros(Shape.of(2))),
          "expected tensors of its layers only, got [norm/bias] too",
          next);
      afterTensorChange(
          tensors -> tensors.put("conv1d/kernel", Tensor.zeros(Shape.of(6, 8, 3))),
          "\"conv1d/kernel\" does not fit its layer: expected shape [3, 8, 6], got [6, 8, 3]",
          next);
      afterTensorChange(
          tensors -> tensors.put("dense/bias", Tensor.filled(Shape.of(5), Float.NaN)),
          "\"dense/bias\" must hold finite numbers, got NaN or infinity",
          "Train the model again");
    }

    @Test
    void if_the_tensors_are_no_safetensors() throws IOException {
      Path export = export("keras-text");
      Files.writeString(export.resolve("weights.safetensors"), "no");
      because(export, "weights.safetensors: ", "expected a header length of 8 bytes, got 2 bytes");
    }

    @Test
    void if_it_does_not_predict_what_keras_does() throws IOException {
      Path export = export("keras-text");
      change(export.resolve("tokenizer.json"), tokenizer -> tokenizer.put("padding", "post"));
      because(
          export,
          "does not predict what Keras does: expected [",
          "for \"The plot never lets go!\", got [",
          "Check that maxlen, padding, truncating and the Tokenizer");
    }

    @Test
    void if_a_prediction_is_not_one_number_for_each_label() throws IOException {
      Path export = export("keras-text");
      Files.writeString(
          export.resolve("predictions.json"), "[{\"text\": \"a\", \"probabilities\": [1]}]");
      because(
          export,
          "predictions.json, prediction 0: \"probabilities\" must be 2 numbers, got [1]",
          "Export the model again");
    }

    @Test
    void and_the_model_that_is_there_stays() throws IOException {
      assertThat(importFrom(export("keras-text")).code()).isZero();
      byte[] before = Files.readAllBytes(out());
      Path export = export("kim-cnn");
      Files.delete(export.resolve("weights.safetensors"));
      assertThat(importFrom(export).code()).isEqualTo(1);
      assertThat(out()).hasBinaryContent(before);
    }
  }
}
