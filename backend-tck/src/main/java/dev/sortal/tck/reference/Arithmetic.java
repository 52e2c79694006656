package dev.sortal.tck.reference;

import dev.sortal.spec.Activation;

/** Scalar functions in double precision. */
final class Arithmetic {
  private Arithmetic() {}

  static double activate(Activation activation, double x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case GELU -> x * gaussian(x);
    };
  }

  /** The derivative at x. */
  static double slope(Activation activation, double x) {
    return switch (activation) {
      case LINEAR -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> activate(activation, x) * (1 - activate(activation, x));
      case GELU -> gaussian(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    };
  }

  /** The share of a standard normal distribution below x. */
  private static double gaussian(double x) {
    return (1 + erf(x / Math.sqrt(2))) / 2;
  }

  /**
   * The error function: its Taylor series near 0, else the continued fraction of its complement
   * (Abramowitz and Stegun, 7.1.5 and 7.1.14).
   */
  static double erf(double x) {
    if (Math.abs(x) > 3) {
      double fraction = 0;
      for (int k = 60; k >= 1; k--) {
        fraction = k / 2.0 / (Math.abs(x) + fraction);
      }
      double complement = Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction);
      return Math.signum(x) * (1 - complement);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 120; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
