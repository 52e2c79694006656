package dev.sortal.metrics;

import java.util.Locale;

/**
 * McNemar's test of two classifiers on the same rows: whether one is right more often.
 *
 * <p>Only rows on which one is right and the other wrong tell anything. If both were as good, each
 * of these would be a toss of a coin; p is how likely so uneven tosses are.
 *
 * <pre>{@code
 * McNemar test = Comparison.of(old, renewed).mcNemar();
 * boolean better = test.onlySecond() > test.onlyFirst() && test.midP() < 0.05;
 * }</pre>
 *
 * @param onlyFirst the number of rows on which only the first is right
 * @param onlySecond the number of rows on which only the second is right
 * @param exactP two-sided, of the binomial distribution (McNemar 1947); never too small
 * @param midP the same with half the probability of the tosses seen, which Fagerland, Lydersen and
 *     Laake (2013) recommend; less cautious, closer to what it says
 */
public record McNemar(int onlyFirst, int onlySecond, double exactP, double midP) {
  static McNemar of(int onlyFirst, int onlySecond) {
    int least = Math.min(onlyFirst, onlySecond);
    int tosses = onlyFirst + onlySecond;
    if (onlyFirst == onlySecond) {
      return new McNemar(onlyFirst, onlySecond, 1, 1);
    }
    double logarithm = -tosses * Math.log(2);
    for (int i = 1; i <= least; i++) {
      logarithm += Math.log((tosses - least + i) / (double) i);
    }
    double exactly = Math.exp(logarithm);
    double atMost = 0;
    double term = exactly;
    for (int i = least; i >= 0 && atMost + term > atMost; i--) {
      atMost += term;
      term *= i / (tosses - i + 1.0);
    }
    return new McNemar(
        onlyFirst, onlySecond, Math.min(1, 2 * atMost), Math.min(1, 2 * atMost - exactly));
  }

  /** {@code 14 : 31 rows, p = 0.0161}: by the exact test. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d : %d rows, p = %.4f", onlyFirst, onlySecond, exactP);
  }
}
