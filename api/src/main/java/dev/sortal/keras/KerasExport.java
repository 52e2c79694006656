package dev.sortal.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Decision;
import dev.sortal.data.Labels;
import dev.sortal.error.DataException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.training.History;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text classifier that Keras 3 trained, as {@code export_keras.py} wrote it into a folder.
 *
 * <p>The folder holds {@code model.json} (layers with Keras's settings, labels), {@code
 * weights.safetensors} ({@code layer/kernel}, {@code layer/bias}, {@code layer/embeddings}), {@code
 * tokenizer.json} (the legacy Tokenizer's settings and word index, and those of {@code
 * pad_sequences}) and perhaps {@code predictions.json}. The bundle's network ends in logits whose
 * softmax is what the model predicts; the layers' options and the Tokenizer's that have no
 * counterpart are refused. Immutable and safe for threads.
 *
 * <pre>{@code
 * KerasExport export = KerasExport.read(Path.of("export"));
 * BundleFile.write(export.bundle(), Path.of("reviews.sortal"));
 * }</pre>
 *
 * @param bundle what a classifier is made of
 * @param version of Keras: {@code 3.15.0}
 * @param predictions what Keras predicts for some texts; empty where the export has none
 */
public record KerasExport(Bundle bundle, String version, List<Prediction> predictions) {
  private static final String FORMAT = "sortal-keras-export";
  private static final int FORMAT_VERSION = 1;

  /**
   * What Keras predicts for a text.
   *
   * @param text as it was given to the Tokenizer
   * @param probabilities one for each label
   */
  public record Prediction(String text, List<Double> probabilities) {
    public Prediction {
      probabilities = List.copyOf(probabilities);
    }
  }

  public KerasExport {
    predictions = List.copyOf(predictions);
  }

  /**
   * Reads the folder.
   *
   * @throws DataException if a file is missing or damaged, or the model or its tokenizer cannot be
   *     represented; the message names the file, the layer and the option
   */
  public static KerasExport read(Path folder) {
    Settings model = Settings.read(folder.resolve("model.json"));
    checkFormat(model);
    KerasTokenizer tokenizer = KerasTokenizer.read(Settings.read(folder.resolve("tokenizer.json")));
    KerasGraph graph = new KerasGraph(model);
    Network network = graph.network((Input.Tokens) tokenizer.encoder().input());
    Labels labels = labels(model, network);
    Bundle bundle =
        new Bundle(
            network,
            new KerasTensors(folder.resolve("weights.safetensors"))
                .weights(network, graph, tokenizer.kerasIds()),
            List.of(tokenizer.encoder()),
            labels,
            1,
            Decision.OneLabel.plain(),
            new History(List.of(), 0, History.End.COMPLETED),
            provenance(model));
    return new KerasExport(bundle, model.text("keras"), predictions(folder, labels));
  }

  private static void checkFormat(Settings model) {
    if (!model.text("format").equals(FORMAT)) {
      throw model.refused("format", "\"" + FORMAT + "\"", Settings.EXPORT_AGAIN);
    }
    if (model.count("version") > FORMAT_VERSION) {
      throw model.refused("version", FORMAT_VERSION + " at most", "Update sortal-api.");
    }
  }

  private static Labels labels(Settings model, Network network) {
    List<String> names = model.texts("labels");
    if (names.size() != network.outputs()) {
      throw model.refused(
          "labels",
          "one label for each of the " + network.outputs() + " classes",
          "Export the model again with its labels in the order of its outputs.");
    }
    try {
      return Labels.of(names);
    } catch (IllegalArgumentException failure) {
      throw new DataException(
          model.owner() + ": " + failure.getMessage() + " Export it again with other labels.",
          failure);
    }
  }

  private static ObjectNode provenance(Settings model) {
    ObjectNode provenance = JsonNodeFactory.instance.objectNode();
    provenance.put("importedFrom", "Keras " + model.text("keras"));
    provenance.put("kerasBackend", model.text("backend"));
    return provenance;
  }

  private static List<Prediction> predictions(Path folder, Labels labels) {
    Path file = folder.resolve("predictions.json");
    List<Prediction> predictions = new ArrayList<>();
    if (!Files.exists(file)) {
      return predictions;
    }
    Settings all = Settings.read(file);
    for (JsonNode json : all.json()) {
      Settings prediction = all.part("prediction " + predictions.size(), json);
      List<Double> probabilities = new ArrayList<>();
      for (JsonNode probability : prediction.array("probabilities")) {
        probabilities.add(probability.asDouble(Double.NaN));
      }
      if (probabilities.size() != labels.size() || probabilities.contains(Double.NaN)) {
        throw prediction.refused(
            "probabilities", labels.size() + " numbers", Settings.EXPORT_AGAIN);
      }
      predictions.add(new Prediction(prediction.text("text"), probabilities));
    }
    return predictions;
  }
}
