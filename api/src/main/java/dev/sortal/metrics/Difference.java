package dev.sortal.metrics;

import java.util.Locale;

/**
 * By how much a figure of one classifier differs from that of another on the same rows.
 *
 * <pre>{@code
 * Difference f1 = Comparison.of(old, renewed).difference(Evaluation::macroF1);
 * System.out.println(f1);  // 0.0122 [0.0031, 0.0214], p = 0.0100
 * }</pre>
 *
 * @param first the figure of the first
 * @param second the figure of the second
 * @param interval of second less first
 * @param p two-sided: how often a resample contradicts the sign of the difference, twice, with one
 *     resample more on its side, so that it is never 0; NaN where the figure is undefined
 */
public record Difference(double first, double second, Interval interval, double p) {
  static Difference of(double first, double second, double[] resampled, double level) {
    int defined = 0;
    int notMore = 0;
    int notLess = 0;
    for (double one : resampled) {
      defined += Double.isNaN(one) ? 0 : 1;
      notMore += one <= 0 ? 1 : 0;
      notLess += one >= 0 ? 1 : 0;
    }
    Interval interval = Interval.of(second - first, resampled, level);
    double p = Math.min(1, 2.0 * (Math.min(notMore, notLess) + 1) / (defined + 1));
    return new Difference(first, second, interval, Double.isNaN(interval.low()) ? Double.NaN : p);
  }

  /** {@code 0.0122 [0.0031, 0.0214], p = 0.0100}: the interval of second less first. */
  @Override
  public String toString() {
    return interval + String.format(Locale.ROOT, ", p = %.4f", p);
  }
}
