package dev.sortal.metrics;

/**
 * The temperature of the least log loss.
 *
 * <p>Of f = 1/T the loss is convex (Guo et al. 2017), so its slope rises and is zero once at most:
 * it is found by Newton's steps, kept between two bounds that close in on it.
 */
final class TemperatureFit {
  /** Where all rows are right, the loss falls without end as T does. */
  private static final double LEAST = 0.02;

  private static final double MOST = 50;
  private static final double EXACT = 1e-10;

  private TemperatureFit() {}

  /** The first and second derivative of the loss of a row by f. */
  private interface Slope {
    void add(int row, double factor, double[] slopes);
  }

  static FittedCalibration oneLabel(RowsOfLogits rows) {
    return fit(
        rows.rows(),
        (row, factor, slopes) -> {
          float[] logits = rows.logits().get(row);
          double[] probabilities = Logits.softmax(logits, factor);
          double mean = 0;
          double square = 0;
          double own = 0;
          for (int i = 0; i < logits.length; i++) {
            double logit = logits[i];
            mean += probabilities[i] * logit;
            square += probabilities[i] * logit * logit;
            own += rows.truth().isTrue(row, i) ? logit : 0;
          }
          slopes[0] += mean - own;
          slopes[1] += square - mean * mean;
        });
  }

  static FittedCalibration severalLabels(RowsOfLogits rows) {
    return fit(
        rows.rows(),
        (row, factor, slopes) -> {
          float[] logits = rows.logits().get(row);
          for (int i = 0; i < logits.length; i++) {
            double logit = logits[i];
            double probability = Logits.sigmoid(logits[i], factor);
            slopes[0] += logit * (probability - (rows.truth().isTrue(row, i) ? 1 : 0));
            slopes[1] += logit * logit * probability * (1 - probability);
          }
        });
  }

  private static FittedCalibration fit(int rows, Slope slope) {
    double low = 1 / MOST;
    double high = 1 / LEAST;
    double factor = 1;
    while (high - low > EXACT * low) {
      double[] slopes = new double[2];
      for (int row = 0; row < rows; row++) {
        slope.add(row, factor, slopes);
      }
      if (slopes[0] == 0) {
        break;
      }
      if (slopes[0] < 0) {
        low = factor;
      } else {
        high = factor;
      }
      double newton = factor - slopes[0] / slopes[1];
      double next = newton > low && newton < high ? newton : Math.sqrt(low * high);
      if (Math.abs(next - factor) <= EXACT * factor) {
        factor = next;
        break;
      }
      factor = next;
    }
    return new FittedCalibration.Temperature(1 / factor);
  }
}
