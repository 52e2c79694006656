package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;

/**
 * What labelled rows say of a classifier of one label or of several.
 *
 * @param table the figures for people
 * @param json the figures, the engine, and how long it took, for machines
 */
record Judgement(String table, ObjectNode json) {
  static Judgement of(Classifier classifier, Dataset dataset) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    long start = System.nanoTime();
    String table;
    long rows;
    if (classifier.severalLabels()) {
      MultiLabelEvaluation evaluation = classifier.evaluateLabels(dataset);
      put(json, "subsetAccuracy", evaluation.subsetAccuracy());
      put(json, "microF1", evaluation.microF1());
      put(json, "macroF1", evaluation.f1(Average.MACRO));
      put(json, "samplesF1", evaluation.samplesF1());
      put(json, "hammingLoss", evaluation.hammingLoss());
      table = evaluation.toString();
      rows = evaluation.rows();
    } else {
      Evaluation evaluation = classifier.evaluate(dataset);
      put(json, "accuracy", evaluation.accuracy());
      put(json, "macroF1", evaluation.f1(Average.MACRO));
      put(json, "logLoss", evaluation.logLoss());
      table = evaluation.toString();
      rows = evaluation.rows();
    }
    time(json, rows, (System.nanoTime() - start) * 1e-9);
    json.put("backend", classifier.backend());
    json.put("device", classifier.device().toString());
    json.put("epochs", classifier.history().epochs().size());
    return new Judgement(table, json);
  }

  /** These figures with the time of other work, on that many rows. */
  Judgement timed(long rows, double seconds) {
    ObjectNode changed = json.deepCopy();
    time(changed, rows, seconds);
    return new Judgement(table, changed);
  }

  private static void time(ObjectNode json, long rows, double seconds) {
    json.put("rows", rows);
    put(json, "seconds", seconds);
    put(json, "rowsPerSecond", rows / seconds);
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
