package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.List;

/** Probabilities in equal bins (low, high], with what came true. */
final class Reliability {
  /** As many bins as Guo et al. (2017) take. */
  static final int BINS = 15;

  private final int[] rows;
  private final double[] weights;
  private final double[] promised;
  private final double[] came;

  Reliability(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("There must be at least 1 bin, got " + bins + ".");
    }
    rows = new int[bins];
    weights = new double[bins];
    promised = new double[bins];
    came = new double[bins];
  }

  void add(double probability, boolean cameTrue, int times, double weight) {
    int bin = Math.max(0, (int) Math.ceil(probability * rows.length) - 1);
    rows[bin] += times;
    weights[bin] += weight;
    promised[bin] += weight * probability;
    came[bin] += cameTrue ? weight : 0;
  }

  /** The expected calibration error: Guo et al. (2017), equation 3; NaN without rows. */
  double error() {
    double sum = 0;
    double weight = 0;
    for (int bin = 0; bin < rows.length; bin++) {
      sum += Math.abs(came[bin] - promised[bin]);
      weight += weights[bin];
    }
    return sum / weight;
  }

  List<ReliabilityBin> bins() {
    List<ReliabilityBin> bins = new ArrayList<>(rows.length);
    for (int bin = 0; bin < rows.length; bin++) {
      bins.add(
          new ReliabilityBin(
              (double) bin / rows.length,
              (bin + 1.0) / rows.length,
              rows[bin],
              promised[bin] / weights[bin],
              came[bin] / weights[bin]));
    }
    return List.copyOf(bins);
  }
}
