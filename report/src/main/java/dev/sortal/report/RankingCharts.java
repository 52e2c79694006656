package dev.sortal.report;

import dev.sortal.metrics.ClassMetrics;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.metrics.PrecisionRecallPoint;
import dev.sortal.report.Scene.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Curves of how well probabilities rank rows: a line for each of a few classes. */
final class RankingCharts {
  private static final Axis SHARE = Axis.exact(0, 1, 5);

  private RankingCharts() {}

  static Chart roc(LabelEvaluation<?> evaluation) {
    return roc(evaluation, Picked.of(evaluation, ClassMetrics::rocAuc));
  }

  static Chart roc(LabelEvaluation<?> evaluation, List<String> labels) {
    return roc(evaluation, Picked.of(evaluation, labels));
  }

  private static Chart roc(LabelEvaluation<?> evaluation, Picked picked) {
    Plot plot =
        new Plot(
            "ROC curve",
            "false positive rate (share of other rows)",
            "true positive rate (share found)",
            SHARE,
            SHARE,
            Plot.SQUARE);
    plot.add(Plot.guide("by chance", new Point(0, 0), new Point(1, 1)));
    return chart(
        plot,
        "ROC curve",
        picked,
        "AUC",
        ClassMetrics::rocAuc,
        label ->
            evaluation.rocCurve(label).stream()
                .map(point -> new Point(point.falsePositiveRate(), point.truePositiveRate()))
                .toList());
  }

  static Chart precisionRecall(LabelEvaluation<?> evaluation) {
    return precisionRecall(evaluation, Picked.of(evaluation, ClassMetrics::averagePrecision));
  }

  static Chart precisionRecall(LabelEvaluation<?> evaluation, List<String> labels) {
    return precisionRecall(evaluation, Picked.of(evaluation, labels));
  }

  private static Chart precisionRecall(LabelEvaluation<?> evaluation, Picked picked) {
    Plot plot =
        new Plot(
            "Precision and recall",
            "recall (share found)",
            "precision (share of the found that is right)",
            SHARE,
            SHARE,
            Plot.SQUARE);
    return chart(
        plot,
        "Precision-recall curve",
        picked,
        "AP",
        ClassMetrics::averagePrecision,
        label -> steps(evaluation.precisionRecall(label)));
  }

  /**
   * The curve whose area is the average precision: between two recalls the precision of the larger.
   */
  private static List<Point> steps(List<PrecisionRecallPoint> curve) {
    List<Point> steps = new ArrayList<>();
    double before = 0;
    for (PrecisionRecallPoint point : curve) {
      if (point.recall() > before) {
        steps.add(new Point(before, point.precision()));
      }
      steps.add(new Point(point.recall(), point.precision()));
      before = point.recall();
    }
    return steps;
  }

  private static Chart chart(
      Plot plot,
      String title,
      Picked picked,
      String figure,
      ToDoubleFunction<ClassMetrics> area,
      Function<String, List<Point>> curve) {
    plot.note(picked.note());
    boolean any = false;
    for (int i = 0; i < picked.classes().size(); i++) {
      ClassMetrics one = picked.classes().get(i);
      String text = String.format(Locale.ROOT, "%s %.3f", figure, area.applyAsDouble(one));
      Series line = Picked.series(i, one.label(), text, curve.apply(one.label()));
      any |= !line.isEmpty();
      plot.add(line);
    }
    if (!any) {
      throw new IllegalArgumentException(
          "There is no "
              + title
              + " to draw: expected a class that has rows and others, got none among "
              + picked.classes().stream().map(ClassMetrics::label).toList()
              + ".");
    }
    String areas =
        picked.classes().stream()
            .map(one -> String.format(Locale.ROOT, "%s %.3f", one.label(), area.applyAsDouble(one)))
            .collect(Collectors.joining(", "));
    return new Chart(
        title, "Areas under the curves (" + figure + "): " + areas + ".", plot.scene());
  }
}
