package dev.sortal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.FoldFigure;
import dev.sortal.metrics.Interval;
import dev.sortal.metrics.MultiLabelEvaluation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The usual figures of a cross-validation, for a terminal and as JSON. */
final class FoldTable {
  private static final double LEVEL = 0.95;

  private FoldTable() {}

  /** The usual figures by name, in the order of the table. */
  private static Map<String, FoldFigure> figures(CrossValidation result) {
    Map<String, FoldFigure> figures = new LinkedHashMap<>();
    if (result.severalLabels()) {
      figures.put("microF1", result.labelFigure(MultiLabelEvaluation::microF1));
      figures.put("macroF1", result.labelFigure(MultiLabelEvaluation::macroF1));
      figures.put("samplesF1", result.labelFigure(MultiLabelEvaluation::samplesF1));
      figures.put("subsetAccuracy", result.labelFigure(MultiLabelEvaluation::subsetAccuracy));
      figures.put("hammingLoss", result.labelFigure(MultiLabelEvaluation::hammingLoss));
    } else {
      figures.put("accuracy", result.figure(Evaluation::accuracy));
      figures.put("macroF1", result.figure(Evaluation::macroF1));
      figures.put("weightedF1", result.figure(one -> one.f1(Average.WEIGHTED)));
      figures.put("matthews", result.figure(Evaluation::matthews));
      figures.put("rocAuc", result.figure(Evaluation::rocAuc));
      figures.put("logLoss", result.figure(Evaluation::logLoss));
      figures.put("calibrationError", result.figure(Evaluation::calibrationError));
    }
    return figures;
  }

  static ObjectNode json(CrossValidation result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("folds", result.folds().size());
    json.put("rows", result.rows().size());
    json.put("seconds", result.seconds());
    ObjectNode means = json.putObject("figures");
    figures(result)
        .forEach(
            (name, figure) -> {
              ObjectNode node = means.putObject(name);
              put(node, "mean", figure.mean());
              put(node, "standardDeviation", figure.standardDeviation());
              put(node, "interval", figure.interval(LEVEL));
              put(node, "corrected", figure.corrected(LEVEL));
              ArrayNode values = node.putArray("values");
              figure.values().forEach(value -> values.add(finite(value)));
            });
    json.set(
        "together",
        result.severalLabels() ? result.labelEvaluation().toJson() : result.evaluation().toJson());
    ArrayNode each = json.putArray("each");
    for (CrossValidation.Fold fold : result.folds()) {
      ObjectNode node = each.addObject().put("fold", fold.number());
      node.put("trainingRows", fold.trainingRows()).put("rows", fold.rows());
      node.put("seconds", fold.seconds()).put("epochs", fold.history().epochs().size());
      node.put("bestEpoch", fold.history().bestEpoch());
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Interval interval) {
    ObjectNode node = json.putObject(name);
    put(node, "low", interval.low());
    put(node, "high", interval.high());
  }

  private static void put(ObjectNode json, String name, double value) {
    json.set(name, finite(value));
  }

  private static ValueNode finite(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }

  static String of(CrossValidation result) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d folds of %d examples, trained in %.1f s\n\n",
        result.folds().size(),
        result.rows().size(),
        result.seconds());
    line(text, "  %-18s %8s %8s   %-16s %s\n", "", "mean", "+-", "95 % interval", "corrected");
    figures(result)
        .forEach(
            (name, figure) ->
                line(
                    text,
                    "  %-18s %8.4f %8.4f   %-16s %s\n",
                    name,
                    figure.mean(),
                    figure.standardDeviation(),
                    shown(figure.interval(LEVEL)),
                    shown(figure.corrected(LEVEL))));
    return text.toString();
  }

  private static String shown(Interval interval) {
    return String.format(Locale.ROOT, "%.4f..%.4f", interval.low(), interval.high());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
