package dev.sortal.report;

import dev.sortal.metrics.ClassMetrics;
import dev.sortal.metrics.Evaluation;
import dev.sortal.report.Scene.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** ROC curves. */
final class RocChart {
  private RocChart() {}

  static Chart of(Evaluation evaluation) {
    return of(evaluation, Picked.of(evaluation, ClassMetrics::rocAuc));
  }

  static Chart of(Evaluation evaluation, List<String> labels) {
    return of(evaluation, Picked.of(evaluation, labels));
  }

  private static Chart of(Evaluation evaluation, Picked picked) {
    Axis share = Axis.exact(0, 1, 5);
    Plot plot =
        new Plot(
            "ROC curve",
            "false positive rate (share of other rows)",
            "true positive rate (share found)",
            share,
            share,
            Plot.SQUARE);
    plot.note(picked.note());
    plot.add(Plot.guide("by chance", new Point(0, 0), new Point(1, 1)));
    boolean any = false;
    for (int i = 0; i < picked.classes().size(); i++) {
      ClassMetrics one = picked.classes().get(i);
      String label = one.label();
      List<Point> points =
          evaluation.rocCurve(label).stream()
              .map(point -> new Point(point.falsePositiveRate(), point.truePositiveRate()))
              .toList();
      Series line =
          Picked.series(i, label, String.format(Locale.ROOT, "AUC %.3f", one.rocAuc()), points);
      any |= !line.isEmpty();
      plot.add(line);
    }
    if (!any) {
      throw new IllegalArgumentException(
          "There is no ROC curve to draw: expected a class that has rows and others, got none among "
              + picked.classes().stream().map(ClassMetrics::label).toList()
              + ".");
    }
    String description =
        "True against false positive rate; areas under the curves: "
            + picked.classes().stream()
                .map(one -> String.format(Locale.ROOT, "%s %.3f", one.label(), one.rocAuc()))
                .collect(Collectors.joining(", "))
            + ".";
    return new Chart("ROC curve", description, plot.scene());
  }
}
