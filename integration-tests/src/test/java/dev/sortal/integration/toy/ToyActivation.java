package dev.sortal.integration.toy;

import dev.sortal.spec.Activation;

/** Activation functions and their derivatives. */
final class ToyActivation {
  private ToyActivation() {}

  static double of(Activation activation, double x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case GELU -> x * normalShare(x);
    };
  }

  static double slope(Activation activation, double x) {
    return switch (activation) {
      case LINEAR -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> of(activation, x) * (1 - of(activation, x));
      case GELU -> normalShare(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    };
  }

  /** The share of a normal distribution that lies below x: (1 + erf(x / sqrt 2)) / 2. */
  private static double normalShare(double x) {
    double tail = tail(Math.abs(x) / Math.sqrt(2)) / 2;
    return x < 0 ? tail : 1 - tail;
  }

  /**
   * 1 - erf(x) for x at least 0, within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical
   * Functions, 7.1.26.
   */
  private static double tail(double x) {
    double t = 1 / (1 + 0.3275911 * x);
    double sum = -1.453152027 + t * 1.061405429;
    sum = 1.421413741 + t * sum;
    sum = -0.284496736 + t * sum;
    sum = 0.254829592 + t * sum;
    return t * sum * Math.exp(-x * x);
  }
}
