package dev.sortal.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Padding;
import java.util.List;

/**
 * One layer of a Keras model.
 *
 * @param name unique in its model
 * @param type Keras's class
 * @param settings Keras's configuration of it
 * @param inputs the names of the layers that it reads
 */
record KerasLayer(String name, String type, Settings settings, List<String> inputs) {
  private static final List<String> TYPES =
      List.of(
          "InputLayer",
          "Embedding",
          "Conv1D",
          "MaxPooling1D",
          "GlobalMaxPooling1D",
          "GlobalAveragePooling1D",
          "Flatten",
          "Dense",
          "Activation",
          "Dropout",
          "Concatenate");

  static KerasLayer read(Settings model, JsonNode json) {
    Settings entry = model.part("a layer", json);
    String name = entry.text("name");
    String type = entry.text("class");
    List<String> inputs = entry.texts("inputs");
    Settings settings = model.part("layer \"" + name + "\" (" + type + ")", json.path("config"));
    if (!TYPES.contains(type)) {
      throw new DataException(
          settings.owner()
              + " is of a kind that Sortal does not compute: expected one of "
              + TYPES
              + ", got "
              + type
              + ". Rebuild the Keras model without it, train it and export it again.");
    }
    return new KerasLayer(name, type, settings, inputs);
  }

  boolean isInput() {
    return type.equals("InputLayer");
  }

  boolean isJoin() {
    return type.equals("Concatenate");
  }

  boolean isActivation() {
    return type.equals("Activation");
  }

  /** Whether an activation that follows can be this layer's own. */
  boolean takesActivation() {
    return (type.equals("Dense") || type.equals("Conv1D"))
        && settings.value("activation").asText().equals("linear");
  }

  /** This layer with the activation of a layer that follows it. */
  KerasLayer activatedBy(KerasLayer activation) {
    ObjectNode changed = settings.json().deepCopy();
    changed.set("activation", activation.settings().value("activation"));
    return new KerasLayer(name, type, new Settings(settings.owner(), changed), inputs);
  }

  /** The layer's tensor of that kind in the export. */
  String tensor(String kind) {
    return name + "/" + kind;
  }

  /** The layer that computes the same; no input, activation or join. */
  Layer convert() {
    requireFloat32();
    return switch (type) {
      case "Embedding" -> new Layer.Embedding(settings.count("output_dim"));
      case "Conv1D" -> conv1d();
      case "MaxPooling1D" -> {
        settings.require("data_format", "\"channels_last\"");
        yield new Layer.MaxPool1d(
            settings.count("pool_size"), settings.count("strides"), padding());
      }
      case "GlobalMaxPooling1D" -> {
        requireChannels();
        yield new Layer.GlobalMaxPool();
      }
      case "GlobalAveragePooling1D" -> {
        requireChannels();
        yield new Layer.GlobalAveragePool();
      }
      case "Flatten" -> {
        settings.require("data_format", "\"channels_last\"");
        yield new Layer.Flatten();
      }
      case "Dense" -> new Layer.Dense(settings.count("units"), activation());
      case "Dropout" -> dropout();
      default -> throw new IllegalStateException(type + " is no layer of a branch.");
    };
  }

  /**
   * The logits of a model whose last layer this is: softmax is left out, and one output z with
   * sigmoid becomes the two logits 0 and z, since sigmoid(z) = exp(z) / (exp(0) + exp(z)).
   */
  Layer convertLast() {
    if (!type.equals("Dense")) {
      throw new DataException(
          settings.owner()
              + " ends the model: expected Dense with softmax, with sigmoid and one unit, or"
              + " without activation and with several units, got "
              + type
              + ". "
              + Settings.CHANGE_MODEL);
    }
    requireFloat32();
    settings.require(
        "activation",
        isOneUnit() ? new String[] {"\"sigmoid\""} : new String[] {"\"softmax\"", "\"linear\""});
    return new Layer.Dense(isOneUnit() ? 2 : settings.count("units"), Activation.LINEAR);
  }

  /** Whether this is a dense layer with one output. */
  boolean isOneUnit() {
    return type.equals("Dense") && settings.count("units") == 1;
  }

  private Layer conv1d() {
    settings.require("data_format", "\"channels_last\"");
    settings.require("dilation_rate", "[1]", "1");
    settings.require("groups", "1");
    return new Layer.Conv1d(
        settings.count("filters"),
        settings.count("kernel_size"),
        settings.count("strides"),
        padding(),
        activation());
  }

  private Layer dropout() {
    settings.require("noise_shape", "null");
    JsonNode rate = settings.value("rate");
    if (!rate.isNumber() || !(rate.doubleValue() >= 0 && rate.doubleValue() < 1)) {
      throw settings.refused("rate", "a number in [0, 1)", Settings.CHANGE_MODEL);
    }
    return new Layer.Dropout(rate.doubleValue());
  }

  private void requireChannels() {
    settings.require("data_format", "\"channels_last\"");
    settings.require("keepdims", "false");
  }

  /** Half precision rounds, so that no other computation predicts the same. */
  private void requireFloat32() {
    JsonNode dtype = settings.value("dtype");
    JsonNode name = dtype.isObject() ? dtype.path("config").path("name") : dtype;
    if (!name.asText().equals("float32")) {
      throw settings.refused("dtype", "float32", Settings.CHANGE_MODEL);
    }
  }

  private Padding padding() {
    settings.require("padding", "\"valid\"", "\"same\"");
    return settings.text("padding").equals("same") ? Padding.SAME : Padding.VALID;
  }

  private Activation activation() {
    settings.require("activation", "\"linear\"", "\"relu\"", "\"tanh\"", "\"sigmoid\"", "\"gelu\"");
    return switch (settings.text("activation")) {
      case "relu" -> Activation.RELU;
      case "tanh" -> Activation.TANH;
      case "sigmoid" -> Activation.SIGMOID;
      case "gelu" -> Activation.GELU;
      default -> Activation.LINEAR;
    };
  }
}
