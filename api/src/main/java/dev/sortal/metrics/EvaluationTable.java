package dev.sortal.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An evaluation as tables for a terminal of 80 columns. */
final class EvaluationTable {
  private static final int LABEL_WIDTH = 28;
  private static final int MOST_CLASSES = 20;
  private static final int MOST_COLUMNS = 8;

  private EvaluationTable() {}

  static String of(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    summary(evaluation, text);
    classes(evaluation, text);
    confusion(evaluation.confusion(), text);
    evaluation
        .unknownLabels()
        .forEach(
            (label, rows) ->
                text.append(
                    "Label \""
                        + label
                        + "\" is unknown to the model: its "
                        + rows
                        + " rows count as wrong and have no part in log loss and ROC AUC.\n"));
    return text.toString();
  }

  private static void summary(Evaluation evaluation, StringBuilder text) {
    line(text, "%-12s %,d", "rows", evaluation.rows());
    line(text, "%-12s %.4f", "accuracy", evaluation.accuracy());
    line(
        text,
        "%-12s %.4f   precision %.4f   recall %.4f",
        "macro F1",
        evaluation.f1(Average.MACRO),
        evaluation.precision(Average.MACRO),
        evaluation.recall(Average.MACRO));
    line(
        text,
        "%-12s %.4f   precision %.4f   recall %.4f",
        "weighted F1",
        evaluation.f1(Average.WEIGHTED),
        evaluation.precision(Average.WEIGHTED),
        evaluation.recall(Average.WEIGHTED));
    line(text, "%-12s %.4f", "log loss", evaluation.logLoss());
    if (evaluation.labels().size() == 2) {
      line(
          text,
          "%-12s %.4f   (positive: %s)",
          "ROC AUC",
          evaluation.rocAuc(),
          evaluation.positive());
    } else {
      line(
          text,
          "%-12s %.4f   (mean of each class against the rest)",
          "ROC AUC",
          evaluation.rocAuc());
    }
    text.append('\n');
  }

  private static void classes(Evaluation evaluation, StringBuilder text) {
    List<ClassMetrics> shown = evaluation.classes();
    if (shown.size() > MOST_CLASSES) {
      shown =
          shown.stream()
              .sorted(Comparator.comparingDouble(ClassMetrics::f1))
              .limit(MOST_CLASSES)
              .toList();
      line(text, "The %d classes of lowest F1, of %d:", MOST_CLASSES, evaluation.classes().size());
    }
    line(text, "%s %9s %9s %9s %9s %9s", fit("label"), "precision", "recall", "F1", "AUC", "rows");
    for (ClassMetrics one : shown) {
      line(
          text,
          "%s %9.4f %9.4f %9.4f %9.4f %9d",
          fit(one.label()),
          one.precision(),
          one.recall(),
          one.f1(),
          one.rocAuc(),
          one.support());
    }
    text.append('\n');
  }

  private static void confusion(ConfusionMatrix matrix, StringBuilder text) {
    if (matrix.classes().size() <= MOST_COLUMNS) {
      StringBuilder head = new StringBuilder(fit("truth \\ answer"));
      for (String label : matrix.classes()) {
        head.append(' ').append(Columns.right(label, 5));
      }
      text.append(head).append('\n');
      for (int i = 0; i < matrix.truths().size(); i++) {
        text.append(fit(matrix.truths().get(i)));
        for (int j = 0; j < matrix.classes().size(); j++) {
          text.append(' ').append(Columns.right(Integer.toString(matrix.count(i, j)), 5));
        }
        text.append('\n');
      }
      return;
    }
    List<ConfusionMatrix.Confusion> worst = matrix.confusions(10);
    if (!worst.isEmpty()) {
      text.append("Most often confused:\n");
      for (ConfusionMatrix.Confusion pair : worst) {
        line(
            text,
            "%6d  %s taken for %s",
            pair.count(),
            fit(pair.truth()),
            Columns.left(pair.predicted(), LABEL_WIDTH).stripTrailing());
      }
    }
  }

  private static String fit(String label) {
    return Columns.left(label, LABEL_WIDTH);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
