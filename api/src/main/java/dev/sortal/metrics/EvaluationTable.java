package dev.sortal.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An evaluation as tables for a terminal of 80 columns, in any locale the same. */
final class EvaluationTable {
  private static final int WIDTH = 80;
  private static final int MOST_CLASSES = 20;
  private static final int MOST_CONFUSIONS = 10;
  private static final int MOST_UNKNOWN = 10;
  private static final int WIDEST_LABEL = 27;
  private static final int WIDEST_CONFUSED_LABEL = 33;

  /** A column of the confusion matrix takes at least so many cells. */
  private static final int LEAST_COLUMN = 5;

  /** Where labels would be cut to less than this, the matrix is not shown. */
  private static final int LEAST_READABLE = 8;

  private static final String MACRO = "macro average";
  private static final String WEIGHTED = "weighted average";

  private final Evaluation evaluation;
  private final ConfusionMatrix matrix;
  private final StringBuilder text = new StringBuilder();

  private EvaluationTable(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.matrix = evaluation.confusion();
  }

  /**
   * The tables.
   *
   * @param bootstrap of the intervals beside the figures of the summary, null for none
   */
  static String of(Evaluation evaluation, @Nullable Bootstrap bootstrap) {
    EvaluationTable table = new EvaluationTable(evaluation);
    if (bootstrap == null) {
      table.summary();
    } else {
      table.summary(bootstrap);
    }
    table.classes();
    table.confusion();
    table.unknown();
    return table.text.toString();
  }

  private void summary() {
    line(
        "accuracy   %s   (%,d of %,d rows)",
        figure(evaluation.accuracy()), matrix.right(), evaluation.rows());
    line("macro F1   %s", figure(evaluation.f1(Average.MACRO)));
    line("log loss   %s", figure(evaluation.logLoss()));
    line("ROC AUC    %s   (%s)", figure(evaluation.rocAuc()), meaningOfAuc());
  }

  private void summary(Bootstrap bootstrap) {
    line(
        "%-20s %s   (%,d of %,d rows)",
        "accuracy", figure(evaluation.accuracy()), matrix.right(), evaluation.rows());
    line("%-20s %s   (%s)", "ROC AUC", figure(evaluation.rocAuc()), meaningOfAuc());
    line("");
    line(
        "%-20s  figure   %s %% interval of %,d resamples",
        "",
        Double.toString(bootstrap.level() * 100).replaceFirst("\\.0$", ""),
        bootstrap.resamples());
    double undefined = 0;
    for (Map.Entry<String, Interval> one : evaluation.intervals(bootstrap).entrySet()) {
      Interval interval = one.getValue();
      line(
          "%-20s %7s   %7s to %s%s",
          one.getKey(),
          figure(interval.estimate()),
          figure(interval.low()),
          figure(interval.high()),
          interval.undefined() > 0 ? " *" : "");
      undefined = Math.max(undefined, interval.undefined());
    }
    if (undefined > 0) {
      line("* undefined on up to %.1f %% of the resamples, which are left out", 100 * undefined);
    }
  }

  private String meaningOfAuc() {
    if (Double.isNaN(evaluation.rocAuc())) {
      return "undefined: it needs rows of every class";
    }
    return evaluation.labels().size() == 2
        ? "positive: " + Columns.cut(evaluation.positive(), 48)
        : "mean of each class against the rest";
  }

  private void classes() {
    List<ClassMetrics> shown = evaluation.classes();
    text.append('\n');
    if (shown.size() > MOST_CLASSES) {
      shown =
          shown.stream()
              .filter(one -> one.support() > 0)
              .sorted(Comparator.comparingDouble(ClassMetrics::f1))
              .limit(MOST_CLASSES)
              .toList();
      line("Of %d classes, those of lowest F1 that have rows:", evaluation.classes().size());
    }
    int cells =
        cells(
            Stream.concat(shown.stream().map(ClassMetrics::label), Stream.of(WEIGHTED)),
            WIDEST_LABEL);
    line("%s  precision    recall        F1       AUC        rows", Columns.left("class", cells));
    for (ClassMetrics one : shown) {
      row(one.label(), cells, one.precision(), one.recall(), one.f1(), one.rocAuc(), one.support());
    }
    text.append('\n');
    average(MACRO, cells, Average.MACRO);
    average(WEIGHTED, cells, Average.WEIGHTED);
  }

  private void average(String name, int cells, Average average) {
    row(
        name,
        cells,
        evaluation.precision(average),
        evaluation.recall(average),
        evaluation.f1(average),
        evaluation.rocAuc(average),
        evaluation.classes().stream().mapToInt(ClassMetrics::support).sum());
  }

  private void row(
      String label, int cells, double precision, double recall, double f1, double auc, int rows) {
    line(
        "%s %10s %9s %9s %9s %,11d",
        Columns.left(label, cells),
        figure(precision),
        figure(recall),
        figure(f1),
        figure(auc),
        rows);
  }

  /** The matrix where it fits, otherwise its largest wrong entries. */
  private void confusion() {
    List<String> classes = matrix.classes();
    int shown = Math.min(matrix.truths().size(), classes.size() + MOST_UNKNOWN);
    List<String> truths = matrix.truths().subList(0, shown);
    int largest = 0;
    for (int i = 0; i < shown; i++) {
      for (int j = 0; j < classes.size(); j++) {
        largest = Math.max(largest, matrix.count(i, j));
      }
    }
    String corner = "truth \\ answer";
    int labels = cells(Stream.concat(Stream.of(corner), truths.stream()), WIDEST_LABEL);
    int widest = cells(classes.stream(), WIDTH);
    int least = Math.max(LEAST_COLUMN, count(largest).length());
    int room = (WIDTH - labels) / classes.size() - 1;
    if (room < Math.max(least, Math.min(widest, LEAST_READABLE))) {
      confusions();
      return;
    }
    int cells = Math.min(room, Math.max(least, widest));
    text.append('\n').append(Columns.left(corner, labels));
    classes.forEach(label -> text.append(' ').append(Columns.right(label, cells)));
    text.append('\n');
    for (int i = 0; i < shown; i++) {
      text.append(Columns.left(truths.get(i), labels));
      for (int j = 0; j < classes.size(); j++) {
        text.append(' ').append(Columns.right(count(matrix.count(i, j)), cells));
      }
      text.append('\n');
    }
  }

  private void confusions() {
    List<ConfusionMatrix.Confusion> worst = matrix.confusions(MOST_CONFUSIONS);
    if (worst.isEmpty()) {
      return;
    }
    int cells = cells(worst.stream().map(ConfusionMatrix.Confusion::truth), WIDEST_CONFUSED_LABEL);
    text.append("\nMost often confused:\n");
    line("%9s  %s  answer", "rows", Columns.left("truth", cells));
    for (ConfusionMatrix.Confusion pair : worst) {
      line(
          "%,9d  %s  %s",
          pair.count(),
          Columns.left(pair.truth(), cells),
          Columns.cut(pair.predicted(), WIDEST_CONFUSED_LABEL));
    }
  }

  private void unknown() {
    Map<String, Integer> unknown = evaluation.unknownLabels();
    if (unknown.isEmpty()) {
      return;
    }
    text.append("\nLabels that the model does not know. Their rows count as wrong; log loss and\n");
    text.append("ROC AUC leave them out:\n");
    line("%9s  label", "rows");
    unknown.entrySet().stream()
        .limit(MOST_UNKNOWN)
        .forEach(one -> line("%,9d  %s", one.getValue(), Columns.cut(one.getKey(), 60)));
    if (unknown.size() > MOST_UNKNOWN) {
      line(
          "%,9d  of %,d more labels",
          unknown.values().stream().skip(MOST_UNKNOWN).mapToInt(Integer::intValue).sum(),
          unknown.size() - MOST_UNKNOWN);
    }
  }

  /** The cells of a column of such texts. */
  private static int cells(Stream<String> texts, int most) {
    return Math.min(most, texts.mapToInt(Columns::width).max().orElse(0));
  }

  /** Four decimals, or a dash for what is undefined. */
  private static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String count(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
