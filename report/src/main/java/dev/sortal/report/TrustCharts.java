package dev.sortal.report;

import dev.sortal.metrics.CoveragePoint;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.metrics.ReliabilityBin;
import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Point;
import java.util.List;
import java.util.Locale;

/** How far probabilities can be relied on: calibration and coverage. */
final class TrustCharts {
  private static final int BINS = 15;
  private static final double HISTOGRAM_HEIGHT = 80;
  private static final Axis SHARE = Axis.exact(0, 1, 5);

  private TrustCharts() {}

  static Chart calibration(Evaluation evaluation) {
    return calibration(
        evaluation.reliability(BINS),
        "probability of the answer",
        "share of answers that are right",
        String.format(
            Locale.ROOT, "expected calibration error %.4f", evaluation.calibrationError()));
  }

  static Chart calibration(LabelEvaluation<?> evaluation, String label) {
    return calibration(
        evaluation.reliability(label, BINS),
        "probability of the label",
        "share of rows that have it",
        label);
  }

  private static Chart calibration(
      List<ReliabilityBin> bins, String xTitle, String yTitle, String note) {
    Plot curve = new Plot("Calibration", xTitle, yTitle, SHARE, SHARE, Plot.SQUARE);
    curve.note(note);
    curve.add(Plot.guide("as promised", new Point(0, 0), new Point(1, 1)));
    List<Point> points =
        bins.stream()
            .filter(bin -> bin.rows() > 0)
            .map(bin -> new Point(bin.confidence(), bin.accuracy()))
            .toList();
    curve.add(new Series("as it came, in bins", points, Ink.BLUE, Dash.SOLID, true));
    int most = bins.stream().mapToInt(ReliabilityBin::rows).max().orElse(1);
    Plot histogram = new Plot("", xTitle, "rows", SHARE, Axis.around(0, most, 2), HISTOGRAM_HEIGHT);
    for (ReliabilityBin bin : bins) {
      String tip =
          String.format(Locale.ROOT, "%.2f to %.2f: %,d rows", bin.low(), bin.high(), bin.rows());
      histogram.bar(bin.low(), bin.high(), bin.rows(), tip);
    }
    ReliabilityBin largest =
        bins.stream().max((a, b) -> Integer.compare(a.rows(), b.rows())).orElseThrow();
    String description =
        String.format(
            Locale.ROOT,
            "What came true by probability, and how many rows have it; the fullest of %d bins has"
                + " %,d rows of mean probability %.3f, of which a share of %.3f came true.",
            bins.size(),
            largest.rows(),
            largest.confidence(),
            largest.accuracy());
    return new Chart(
        "Calibration", description, Scene.below(List.of(curve.scene(), histogram.scene())));
  }

  static Chart coverage(Evaluation evaluation) {
    List<CoveragePoint> points = evaluation.coverage();
    double least =
        points.stream()
            .mapToDouble(point -> Math.min(point.accuracy(), point.confidence()))
            .min()
            .orElse(0);
    Plot plot =
        new Plot(
            "Accuracy by coverage",
            "share of rows that are answered",
            "share of answers that are right",
            SHARE,
            Axis.around(Math.min(least, 0.98), 1, 5),
            Plot.SQUARE);
    plot.note("the surest answers first; the rest is refused");
    plot.add(
        new Series(
            "accuracy",
            points.stream().map(point -> new Point(point.coverage(), point.accuracy())).toList(),
            Ink.BLUE,
            Dash.SOLID,
            false));
    plot.add(
        new Series(
            "least probability answered",
            points.stream().map(point -> new Point(point.coverage(), point.confidence())).toList(),
            Ink.ORANGE,
            Dash.LONG,
            false));
    CoveragePoint half =
        points.stream()
            .filter(point -> point.coverage() >= 0.5)
            .findFirst()
            .orElse(points.get(points.size() - 1));
    String description =
        String.format(
            Locale.ROOT,
            "Of all rows a share of %.3f is right; of the surest share of %.3f, those of"
                + " probability %.3f and more, %.3f.",
            evaluation.accuracy(),
            half.coverage(),
            half.confidence(),
            half.accuracy());
    return new Chart("Accuracy by coverage", description, plot.scene());
  }
}
