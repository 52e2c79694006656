package dev.sortal.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each row of an evaluation is there, and what it weighs each time; immutable.
 *
 * <p>A resample is the same rows with other numbers of times, so that nothing is copied or sorted
 * again for it.
 */
final class RowWeights {
  private final int rows;
  private final int @Nullable [] times;
  private final double @Nullable [] weights;

  private RowWeights(int rows, int @Nullable [] times, double @Nullable [] weights) {
    this.rows = rows;
    this.times = times;
    this.weights = weights;
  }

  /** Each row once, with its weight, or 1 where there are no weights; the array may be longer. */
  static RowWeights of(int rows, double @Nullable [] weights) {
    return new RowWeights(rows, null, weights == null ? null : Arrays.copyOf(weights, rows));
  }

  /**
   * Weights with that of one more row, in the same array where it has room; none as long as all are
   * 1.
   *
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  static double @Nullable [] with(double @Nullable [] weights, int row, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The weight of a row must be finite and not negative, got " + weight + ".");
    }
    if (weights == null && weight == 1) {
      return null;
    }
    double[] grown;
    if (weights == null) {
      grown = new double[Math.max(64, row * 2)];
      Arrays.fill(grown, 0, row, 1);
    } else {
      grown = row < weights.length ? weights : Arrays.copyOf(weights, row * 2);
    }
    grown[row] = weight;
    return grown;
  }

  /** Each row that often, with the weight that it has here. */
  RowWeights drawn(int[] newTimes) {
    return new RowWeights(rows, newTimes, weights);
  }

  /** The number of rows, however often each is there. */
  int rows() {
    return rows;
  }

  /** Whether all rows weigh the same. */
  boolean areEqual() {
    return weights == null;
  }

  /** How often a row is there. */
  int times(int row) {
    return times == null ? 1 : times[row];
  }

  /** What a row weighs, all its times together. */
  double weight(int row) {
    double once = weights == null ? 1 : weights[row];
    return times == null ? once : times[row] * once;
  }
}
