package dev.sortal.backend.java;

import dev.sortal.spec.Activation;

/** Activation functions, and the slopes that gradients are multiplied with. */
final class Slopes {
  private Slopes() {}

  /** Applies the activation to the first so many numbers. */
  static void apply(Activation activation, float[] values, int count) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.max(0, values[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < count; i++) {
          values[i] = (float) Math.tanh(values[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
      }
      case GELU -> {
        for (int i = 0; i < count; i++) {
          values[i] = (float) (values[i] * normalShare(values[i]));
        }
      }
    }
  }

  /**
   * Multiplies the gradient by results into that by the sums before the activation.
   *
   * @param results what the activation gave
   * @param sums what it was given; read for GELU only
   */
  static void multiply(
      Activation activation,
      float[] results,
      float[] sums,
      float[] gradient,
      int count,
      Kernels kernels) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> kernels.keepWherePositive(results, gradient, count);
      case TANH -> {
        for (int i = 0; i < count; i++) {
          gradient[i] *= 1 - results[i] * results[i];
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          gradient[i] *= results[i] * (1 - results[i]);
        }
      }
      case GELU -> {
        for (int i = 0; i < count; i++) {
          double x = sums[i];
          double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
          gradient[i] *= (float) (normalShare(x) + x * density);
        }
      }
    }
  }

  /** The share of a normal distribution that lies below x: (1 + erf(x / sqrt 2)) / 2. */
  static double normalShare(double x) {
    double tail = tail(Math.abs(x) / Math.sqrt(2)) / 2;
    return x < 0 ? tail : 1 - tail;
  }

  /**
   * 1 - erf(x) for x at least 0, within 1.2e-7 of itself: Press and others, Numerical Recipes in C
   * (1992), section 6.2, a Chebyshev fit.
   */
  private static double tail(double x) {
    double t = 1 / (1 + x / 2);
    double sum = 0.17087277;
    sum = -0.82215223 + t * sum;
    sum = 1.48851587 + t * sum;
    sum = -1.13520398 + t * sum;
    sum = 0.27886807 + t * sum;
    sum = -0.18628806 + t * sum;
    sum = 0.09678418 + t * sum;
    sum = 0.37409196 + t * sum;
    sum = 1.00002368 + t * sum;
    return t * Math.exp(-x * x - 1.26551223 + t * sum);
  }
}
