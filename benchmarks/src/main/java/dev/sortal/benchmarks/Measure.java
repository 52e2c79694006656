package dev.sortal.benchmarks;

import dev.sortal.tensor.SplitMix64;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Clocks, quantiles and medians with their intervals. */
final class Measure {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int RESAMPLES = 2000;

  private Measure() {}

  /** Seconds of processor time that the calling thread has used. */
  static double cpuSeconds() {
    return THREADS.getCurrentThreadCpuTime() * 1e-9;
  }

  /**
   * Memory of this process as Linux tells it, as text, or a question mark.
   *
   * @param what for example {@code VmHWM}, the peak of what was resident
   */
  static String memory(String what) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "?";
    }
    String line =
        Files.readAllLines(status).stream()
            .filter(one -> one.startsWith(what + ":"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB";
  }

  /** A quantile, in [0, 1], of values in any order. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }

  /** The median of a[i] / b[i] with its 95 % bootstrap interval, as text. */
  static String ratio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return median(ratios);
  }

  /** The median of values with its 95 % bootstrap interval, as text. */
  static String median(double[] values) {
    SplitMix64 random = new SplitMix64(1);
    double[] medians = new double[RESAMPLES];
    double[] sample = new double[values.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values[random.below(values.length)];
      }
      medians[i] = quantile(sample, 0.5);
    }
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f)",
        quantile(values, 0.5),
        quantile(medians, 0.025),
        quantile(medians, 0.975));
  }
}
