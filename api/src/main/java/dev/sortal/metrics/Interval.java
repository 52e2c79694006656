package dev.sortal.metrics;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure with the range in which it would lie for other rows of the same kind.
 *
 * <p>The ends are percentiles of the figure over resamples of the rows, where it is defined; where
 * it is in none of them, or not on the rows themselves, the ends are NaN.
 *
 * <pre>{@code
 * Interval f1 = evaluation.interval(Evaluation::macroF1);
 * System.out.println(f1);  // 0.8731 [0.8514, 0.8923]
 * }</pre>
 *
 * @param estimate the figure on the rows themselves
 * @param low the lower end
 * @param high the upper end
 * @param level the share of resamples inside, in (0, 1)
 * @param undefined the share of resamples that were left out, as the figure is undefined on them:
 *     in most cases they lack a class
 */
public record Interval(double estimate, double low, double high, double level, double undefined) {
  /** An interval that comes of no resamples, as that of a mean over folds. */
  public Interval(double estimate, double low, double high, double level) {
    this(estimate, low, high, level, 0);
  }

  /** The interval of figures of resamples, by percentiles with linear interpolation. */
  static Interval of(double estimate, double[] resampled, double level) {
    double[] defined =
        Arrays.stream(resampled).filter(figure -> !Double.isNaN(figure)).sorted().toArray();
    double undefined = 1 - (double) defined.length / resampled.length;
    if (defined.length == 0 || Double.isNaN(estimate)) {
      return new Interval(estimate, Double.NaN, Double.NaN, level, undefined);
    }
    double tail = (1 - level) / 2;
    return new Interval(
        estimate, quantile(defined, tail), quantile(defined, 1 - tail), level, undefined);
  }

  private static double quantile(double[] rising, double share) {
    double place = share * (rising.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, rising.length - 1);
    return rising[below] + (place - below) * (rising[above] - rising[below]);
  }

  /** {@code 0.8731 [0.8514, 0.8923]}, and what share of the resamples was left out, if any. */
  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", estimate, low, high);
    return undefined == 0
        ? text
        : text
            + String.format(Locale.ROOT, " (undefined on %.1f %% of resamples)", 100 * undefined);
  }
}
