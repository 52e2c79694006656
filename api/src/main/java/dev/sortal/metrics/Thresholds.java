package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The thresholds that tell the rows of an evaluation apart for a label, to choose one of;
 * immutable.
 *
 * <p>Each lies in the middle between two different probabilities that follow each other, so rows of
 * equal probability are on one side. Choose on rows that are neither trained nor tested on.
 *
 * <pre>{@code
 * Thresholds spam = evaluation.thresholds("spam");
 * Optional<OperatingPoint> careful = spam.forPrecision(0.99);
 * Optional<OperatingPoint> thorough = spam.forRecall(0.95);
 * OperatingPoint cheapest = spam.forCost(10, 1);
 * }</pre>
 */
public final class Thresholds {
  private final List<OperatingPoint> points;
  private final double positives;
  private final double negatives;
  private final double highest;

  Thresholds(RankedScores ranked, RowWeights weights) {
    double[] totals = ranked.totals(weights);
    positives = totals[0];
    negatives = totals[1] - totals[0];
    List<double[]> steps = new ArrayList<>();
    ranked.descend(weights, (score, found, taken) -> steps.add(new double[] {score, found, taken}));
    highest = steps.isEmpty() ? 0 : steps.get(0)[0];
    points = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size() && steps.get(i)[0] > 0; i++) {
      double[] step = steps.get(i);
      double below = i + 1 < steps.size() ? steps.get(i + 1)[0] : 0;
      double found = step[1];
      double taken = step[2];
      points.add(
          new OperatingPoint(
              (step[0] + below) / 2,
              found / taken,
              found / positives,
              (taken - found) / negatives,
              2 * found / (taken + positives)));
    }
  }

  /** All of them, by falling threshold: ever more rows are given the label. */
  public List<OperatingPoint> all() {
    return List.copyOf(points);
  }

  /**
   * The threshold of the greatest recall among those of at least that precision, of equal ones the
   * highest; empty if none has it.
   *
   * @param precision in [0, 1]
   */
  public Optional<OperatingPoint> forPrecision(double precision) {
    return best(point -> point.precision() >= precision, OperatingPoint::recall);
  }

  /**
   * The threshold of the greatest precision among those of at least that recall, of equal ones the
   * highest; empty if none has it: the label has no rows, or some with a probability of 0.
   *
   * @param recall in [0, 1]
   */
  public Optional<OperatingPoint> forRecall(double recall) {
    return best(point -> point.recall() >= recall, OperatingPoint::precision);
  }

  /**
   * The threshold of the greatest F1, of equal ones the highest; empty if the label has no rows.
   */
  public Optional<OperatingPoint> forF1() {
    return best(point -> positives > 0, OperatingPoint::f1);
  }

  /**
   * The threshold of the least cost on these rows, of equal ones the highest.
   *
   * <p>It may be best to give the label to no row: then the threshold lies above every probability,
   * unless there is one of 1.
   *
   * @param falsePositive what it costs to give the label to a row that does not have it
   * @param falseNegative what it costs not to give it to a row that has it
   * @throws IllegalArgumentException if a cost is negative or not finite, or both are 0
   */
  public OperatingPoint forCost(double falsePositive, double falseNegative) {
    boolean areCosts =
        falsePositive >= 0
            && falseNegative >= 0
            && falsePositive + falseNegative > 0
            && falsePositive + falseNegative < Double.POSITIVE_INFINITY;
    if (!areCosts) {
      throw new IllegalArgumentException(
          "Costs must be finite and not negative, and not both 0, got "
              + falsePositive
              + " and "
              + falseNegative
              + ".");
    }
    double ofNone = falseNegative * positives;
    return best(point -> true, point -> -cost(point, falsePositive, falseNegative))
        .filter(
            point ->
                highest == 1 || cost(point, falsePositive, falseNegative) < ofNone - slack(ofNone))
        .orElseGet(() -> new OperatingPoint((highest + 1) / 2, 0, 0, 0, 0));
  }

  private double cost(OperatingPoint point, double falsePositive, double falseNegative) {
    return (negatives == 0 ? 0 : falsePositive * point.falsePositiveRate() * negatives)
        + (positives == 0 ? 0 : falseNegative * (1 - point.recall()) * positives);
  }

  private Optional<OperatingPoint> best(
      Predicate<OperatingPoint> condition, ToDoubleFunction<OperatingPoint> figure) {
    OperatingPoint best = null;
    for (OperatingPoint point : points) {
      if (condition.test(point)
          && (best == null
              || figure.applyAsDouble(point)
                  > figure.applyAsDouble(best) + slack(figure.applyAsDouble(best)))) {
        best = point;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What rounding may add to a figure. */
  private static double slack(double figure) {
    return 1e-12 * Math.abs(figure);
  }

  /** The confidence of the last point down a coverage curve that fits. */
  static OptionalDouble lowest(List<CoveragePoint> curve, Predicate<CoveragePoint> condition) {
    for (int i = curve.size() - 1; i >= 0; i--) {
      if (condition.test(curve.get(i))) {
        return OptionalDouble.of(below(curve, i));
      }
    }
    return OptionalDouble.empty();
  }

  /** The confidence of the first point down a coverage curve that fits. */
  static OptionalDouble highest(List<CoveragePoint> curve, Predicate<CoveragePoint> condition) {
    for (int i = 0; i < curve.size(); i++) {
      if (condition.test(curve.get(i))) {
        return OptionalDouble.of(below(curve, i));
      }
    }
    return OptionalDouble.empty();
  }

  private static double below(List<CoveragePoint> curve, int point) {
    double next = point + 1 < curve.size() ? curve.get(point + 1).confidence() : 0;
    return (curve.get(point).confidence() + next) / 2;
  }
}
