package dev.sortal.search;

import java.util.List;

/**
 * A point that was tried, and what it came to.
 *
 * @param point a place for each setting
 * @param loss what is to be made small; NaN where the trial failed
 */
public record Outcome(List<Double> point, double loss) {
  public Outcome {
    point = List.copyOf(point);
  }

  /** Whether the trial failed; it counts as worse than any other. */
  public boolean isFailed() {
    return Double.isNaN(loss);
  }

  /** The loss by which trials are ranked: that of a failed one is infinite. */
  double rank() {
    return isFailed() ? Double.POSITIVE_INFINITY : loss;
  }
}
