package dev.sortal.metrics;

/** What a network computes, as probabilities, in double precision. */
final class Logits {
  private Logits() {}

  /** exp(f z_i - max) / sum. */
  static double[] softmax(float[] logits, double factor) {
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      powers[i] = Math.exp(factor * ((double) logits[i] - most));
      sum += powers[i];
    }
    for (int i = 0; i < logits.length; i++) {
      powers[i] /= sum;
    }
    return powers;
  }

  /** 1 / (1 + exp(-f z)). */
  static double sigmoid(float logit, double factor) {
    return 1 / (1 + Math.exp(-factor * (double) logit));
  }

  static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
