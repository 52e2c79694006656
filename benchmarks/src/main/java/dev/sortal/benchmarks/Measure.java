package dev.sortal.benchmarks;

import dev.sortal.tensor.SplitMix64;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/** Clocks, quantiles and ratios. */
final class Measure {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int RESAMPLES = 2000;

  private Measure() {}

  /** Seconds of processor time that the calling thread has used. */
  static double cpuSeconds() {
    return THREADS.getCurrentThreadCpuTime() * 1e-9;
  }

  /** A quantile, in [0, 1], of values, which are sorted by it. */
  static double quantile(double[] values, double share) {
    Arrays.sort(values);
    return values[(int) Math.min(values.length - 1, share * values.length)];
  }

  /** The median of a[i] / b[i] with its 95 % bootstrap interval, as text. */
  static String ratio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    SplitMix64 random = new SplitMix64(1);
    double[] medians = new double[RESAMPLES];
    double[] sample = new double[ratios.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = ratios[random.below(ratios.length)];
      }
      medians[i] = quantile(sample, 0.5);
    }
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f)",
        quantile(ratios, 0.5),
        quantile(medians, 0.025),
        quantile(medians, 0.975));
  }
}
