package dev.sortal.report;

import dev.sortal.metrics.ClassMetrics;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Point;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The classes whose curves are drawn.
 *
 * @param classes which
 * @param note how they were picked, or empty
 */
record Picked(List<ClassMetrics> classes, String note) {
  private static final Dash[] DASHES = {Dash.SOLID, Dash.LONG, Dash.DASH_DOT};

  Picked {
    classes = List.copyOf(classes);
  }

  /** The positive class of two, all of a few, the worst of many. */
  static Picked of(LabelEvaluation<?> evaluation, ToDoubleFunction<ClassMetrics> area) {
    List<ClassMetrics> drawable =
        evaluation.classes().stream()
            .filter(one -> one.support() > 0 && Double.isFinite(area.applyAsDouble(one)))
            .toList();
    if (evaluation instanceof Evaluation one && one.labels().size() == 2) {
      return new Picked(List.of(named(one, one.positive())), "positive: " + one.positive());
    }
    int most = Ink.seriesCount();
    if (drawable.size() <= most) {
      return new Picked(drawable, "each against the rest");
    }
    List<ClassMetrics> worst =
        drawable.stream().sorted(Comparator.comparingDouble(area)).limit(most).toList();
    return new Picked(
        worst, "the " + most + " of " + drawable.size() + " classes of the smallest area");
  }

  /** These classes, of which there are few enough to tell apart. */
  static Picked of(LabelEvaluation<?> evaluation, List<String> labels) {
    if (labels.isEmpty() || labels.size() > Ink.seriesCount()) {
      throw new IllegalArgumentException(
          "A picture has room for the curves of 1 to "
              + Ink.seriesCount()
              + " classes, got "
              + labels.size()
              + ". Draw several pictures.");
    }
    return new Picked(labels.stream().map(label -> named(evaluation, label)).toList(), "");
  }

  private static ClassMetrics named(LabelEvaluation<?> evaluation, String label) {
    int index = evaluation.labels().indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\": expected one of " + evaluation.labels() + ".");
    }
    return evaluation.classes().get(index);
  }

  /** The curve of the class of that place. */
  static Series series(int index, String label, String figure, List<Point> points) {
    String name =
        TextWidth.cutMiddle(
            label, 12, Plot.LEGEND_WIDTH - TextWidth.of(" (" + figure + ")", 12) - 2);
    return new Series(
        name + " (" + figure + ")",
        points,
        Ink.series(index),
        DASHES[index % DASHES.length],
        false);
  }
}
