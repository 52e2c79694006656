package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;

/** The objects that {@code --json} prints. */
final class Json {
  private Json() {}

  /** Figures of an evaluation, the engine, and how long the work on that many rows took. */
  static ObjectNode figures(
      Classifier classifier, Evaluation evaluation, long rows, double seconds) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "accuracy", evaluation.accuracy());
    put(json, "macroF1", evaluation.f1(Average.MACRO));
    put(json, "logLoss", evaluation.logLoss());
    json.put("rows", rows);
    put(json, "seconds", seconds);
    put(json, "rowsPerSecond", rows / seconds);
    json.put("backend", classifier.backend());
    json.put("device", classifier.device().toString());
    json.put("epochs", classifier.history().epochs().size());
    return json;
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
