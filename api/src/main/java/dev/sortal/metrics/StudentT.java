package dev.sortal.metrics;

/** Student's t distribution with a whole number of degrees of freedom. */
final class StudentT {
  private StudentT() {}

  /**
   * The probability that |T| is at most t: the finite series of Abramowitz and Stegun, "Handbook of
   * Mathematical Functions", 26.7.3 and 26.7.4.
   *
   * @param t at least 0
   * @param degrees of freedom, at least 1
   */
  static double within(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double sine = Math.sin(angle);
    double cosine = Math.cos(angle);
    boolean isOdd = degrees % 2 == 1;
    double term = isOdd ? cosine : 1;
    double sum = degrees == 1 ? 0 : term;
    for (int i = isOdd ? 3 : 2; i <= degrees - 2; i += 2) {
      term *= cosine * cosine * (i - 1) / i;
      sum += term;
    }
    return isOdd ? (angle + sine * sum) * 2 / Math.PI : sine * sum;
  }

  /**
   * The t that |T| exceeds with probability 1 - level.
   *
   * @param level in (0, 1)
   * @param degrees of freedom, at least 1
   */
  static double bound(double level, int degrees) {
    double low = 0;
    double high = 1;
    while (within(high, degrees) < level) {
      low = high;
      high *= 2;
    }
    // Halving until nothing lies between: exact to the last bits and free of starting points.
    for (double middle = (low + high) / 2; middle > low && middle < high; ) {
      if (within(middle, degrees) < level) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return high;
  }
}
