package dev.sortal.metrics;

import java.util.Locale;

/**
 * An estimate with the bounds that it lies between at some level of confidence.
 *
 * @param estimate the figure
 * @param low the lower bound
 * @param high the upper bound
 * @param level the share of such intervals that hold the truth, in (0, 1): 0.95
 */
public record Interval(double estimate, double low, double high, double level) {
  /** Estimate and bounds: {@code 0.7612 [0.7524, 0.7700]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", estimate, low, high);
  }
}
