package dev.sortal.metrics;

import java.util.List;
import java.util.Locale;

/**
 * One figure over the folds of a cross-validation: a value for each, their mean and how sure that
 * is; immutable.
 *
 * <p>Intervals are Student's t over the values. The plain one takes the folds for independent,
 * which they are not: any two training parts share most of their examples, so that it is too narrow
 * for "what would another set of examples give". The {@link #corrected} one widens it as Nadeau and
 * Bengio, "Inference for the Generalization Error" (2003), section 3, do for such overlap; it leans
 * to the wide side. Neither knows of folds whose sizes differ much.
 *
 * <pre>{@code
 * FoldFigure accuracy = result.figure(Evaluation::accuracy);
 * System.out.println(accuracy.mean() + " +- " + accuracy.standardDeviation());
 * Interval careful = accuracy.corrected(0.95);
 * }</pre>
 *
 * @param values the figure of each fold, in order; at least 2; NaN where a fold has none
 * @param heldOut the mean over folds of test rows for each training row: 1/9 with ten equal folds
 */
public record FoldFigure(List<Double> values, double heldOut) {
  public FoldFigure {
    values = List.copyOf(values);
    if (values.size() < 2) {
      throw new IllegalArgumentException(
          "A figure over folds needs at least 2 values, got " + values + ".");
    }
    if (!(heldOut > 0 && Double.isFinite(heldOut))) {
      throw new IllegalArgumentException(
          "The test rows for each training row must be above 0, got " + heldOut + ".");
    }
  }

  /** The mean of the values; NaN if one is. */
  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** The standard deviation of the values, with n - 1 below; NaN if one is. */
  public double standardDeviation() {
    double mean = mean();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  /**
   * The mean with Student's t interval, as if the folds were independent: mean ± t s / sqrt(k).
   *
   * @param level how often such intervals hold the truth, in (0, 1): 0.95
   */
  public Interval interval(double level) {
    return interval(level, 1.0 / values.size());
  }

  /**
   * The mean with Student's t interval, wider for the examples that training parts share: mean ± t
   * s sqrt(1 / k + test rows / training rows).
   *
   * @param level how often such intervals hold the truth, in (0, 1): 0.95
   */
  public Interval corrected(double level) {
    return interval(level, 1.0 / values.size() + heldOut);
  }

  private Interval interval(double level, double share) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be in (0, 1), got " + level + ".");
    }
    double mean = mean();
    double reach =
        StudentT.bound(level, values.size() - 1) * standardDeviation() * Math.sqrt(share);
    return new Interval(mean, mean - reach, mean + reach, level);
  }

  /** Mean and standard deviation: {@code 0.7612 +- 0.0123}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f +- %.4f", mean(), standardDeviation());
  }
}
