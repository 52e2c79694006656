package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.metrics.Bootstrap;
import dev.sortal.metrics.CoveragePoint;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What labelled rows say of a classifier of one label or of several.
 *
 * @param table the figures for people
 * @param json the figures, the engine, and how long it took, for machines
 */
record Judgement(String table, ObjectNode json) {
  /** What an evaluation shows beyond its figures. */
  record Details(@Nullable Bootstrap intervals, @Nullable Path curves) {
    static final Details NONE = new Details(null, null);
  }

  static Judgement of(Classifier classifier, Dataset dataset) {
    return of(classifier, dataset, Details.NONE);
  }

  static Judgement of(Classifier classifier, Dataset dataset, Details details) {
    long start = System.nanoTime();
    LabelEvaluation<?> evaluation =
        classifier.severalLabels()
            ? classifier.evaluateLabels(dataset)
            : classifier.evaluate(dataset);
    double seconds = (System.nanoTime() - start) * 1e-9;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String table = evaluation.toString();
    if (evaluation instanceof MultiLabelEvaluation several) {
      put(json, "subsetAccuracy", several.subsetAccuracy());
      put(json, "microF1", several.microF1());
      put(json, "macroF1", several.macroF1());
      put(json, "samplesF1", several.samplesF1());
      put(json, "hammingLoss", several.hammingLoss());
      if (details.intervals() != null) {
        table = several.table(details.intervals());
      }
    } else if (evaluation instanceof Evaluation one) {
      put(json, "accuracy", one.accuracy());
      put(json, "macroF1", one.macroF1());
      put(json, "logLoss", one.logLoss());
      if (details.intervals() != null) {
        table = one.table(details.intervals());
      }
      if (classifier.abstainsBelow() > 0) {
        table += abstention(one.coverageAt(classifier.abstainsBelow()), json);
      }
    }
    json.set("figures", evaluation.toJson());
    if (details.intervals() != null) {
      json.set("intervals", intervals(evaluation, details.intervals()));
    }
    if (details.curves() != null) {
      Curves.write(evaluation, details.curves());
    }
    time(json, evaluation.rows(), seconds);
    json.put("backend", classifier.backend());
    json.put("device", classifier.device().toString());
    json.put("epochs", classifier.history().epochs().size());
    return new Judgement(table, json);
  }

  /** What the table says of a classifier that does not answer every row. */
  private static String abstention(CoveragePoint point, ObjectNode json) {
    ObjectNode object = json.putObject("abstaining");
    put(object, "below", point.confidence());
    put(object, "coverage", point.coverage());
    put(object, "accuracy", point.accuracy());
    return String.format(
        Locale.ROOT,
        "%nBelow a probability of %.4f it abstains: it answers %.2f %% of the rows, %s of them%n"
            + "right. The figures above are those of all rows.%n",
        point.confidence(),
        100 * point.coverage(),
        Double.isNaN(point.accuracy())
            ? "none"
            : String.format(Locale.ROOT, "%.2f %%", 100 * point.accuracy()));
  }

  private static ObjectNode intervals(LabelEvaluation<?> evaluation, Bootstrap bootstrap) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    evaluation
        .intervals(bootstrap)
        .forEach(
            (name, interval) -> {
              ObjectNode object = json.putObject(name);
              put(object, "low", interval.low());
              put(object, "high", interval.high());
              put(object, "level", interval.level());
              put(object, "undefined", interval.undefined());
            });
    return json;
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

  static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
