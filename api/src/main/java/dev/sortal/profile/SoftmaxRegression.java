package dev.sortal.profile;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression over hashed features, trained by AdaGrad: small and quick, and
 * its probabilities can be believed, unlike those of naive Bayes.
 *
 * <p>A feature weighs 1 + ln(count) times its inverse document frequency, 1 + ln((1 + rows) / (1 +
 * rows that have it)), and each row is brought to length 1.
 */
final class SoftmaxRegression {
  private static final int EPOCHS = 8;
  private static final double RATE = 0.5;

  /** 1 + ln(count). */
  private static final double[] LOG_COUNTS = logCounts();

  private final int classes;
  private final int mask;
  private final float[] weights;
  private final float[] bias;
  private final float[] squares;
  private final float[] inverseFrequencies;

  /**
   * An untrained model.
   *
   * @param bits the logarithm of the number of features
   */
  SoftmaxRegression(int classes, int bits) {
    this.classes = classes;
    this.mask = (1 << bits) - 1;
    this.weights = new float[classes << bits];
    this.squares = new float[1 << bits];
    this.bias = new float[classes];
    this.inverseFrequencies = new float[1 << bits];
  }

  private static double[] logCounts() {
    double[] logs = new double[Byte.MAX_VALUE + 1];
    for (int i = 1; i < logs.length; i++) {
      logs[i] = 1 + Math.log(i);
    }
    return logs;
  }

  /** Learns from these rows anew. */
  void train(List<SampledRows.Row> rows, SplitMix64 random) {
    Arrays.fill(weights, 0);
    Arrays.fill(bias, 0);
    Arrays.fill(squares, 1e-6f);
    countFrequencies(rows);
    int[] order = new int[rows.size()];
    Arrays.setAll(order, i -> i);
    float[] p = new float[classes];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      random.shuffle(order);
      for (int i : order) {
        step(rows.get(i), p);
      }
    }
  }

  private void countFrequencies(List<SampledRows.Row> rows) {
    Arrays.fill(inverseFrequencies, 0);
    for (SampledRows.Row row : rows) {
      for (int feature : row.features()) {
        inverseFrequencies[feature & mask]++;
      }
    }
    for (int i = 0; i < inverseFrequencies.length; i++) {
      inverseFrequencies[i] =
          (float) (1 + Math.log((1.0 + rows.size()) / (1 + inverseFrequencies[i])));
    }
  }

  private void step(SampledRows.Row row, float[] p) {
    double length = predict(row, p);
    p[row.label()] -= 1;
    float square = 0;
    for (float gradient : p) {
      square += gradient * gradient;
    }
    for (int i = 0; i < row.features().length; i++) {
      int feature = row.features()[i] & mask;
      float value = (float) (weight(row, i) / length);
      squares[feature] += value * value * square;
      float factor = (float) (RATE * value / Math.sqrt(squares[feature]));
      int at = feature * classes;
      for (int c = 0; c < classes; c++) {
        weights[at + c] -= factor * p[c];
      }
    }
    for (int c = 0; c < classes; c++) {
      bias[c] -= 0.05f * p[c];
    }
  }

  /** Writes the probabilities of a row, and returns the length that it is divided by. */
  private double predict(SampledRows.Row row, float[] p) {
    System.arraycopy(bias, 0, p, 0, classes);
    double square = 0;
    for (int i = 0; i < row.features().length; i++) {
      square += weight(row, i) * weight(row, i);
    }
    double length = Math.sqrt(square);
    for (int i = 0; i < row.features().length; i++) {
      int at = (row.features()[i] & mask) * classes;
      float value = (float) (weight(row, i) / length);
      for (int c = 0; c < classes; c++) {
        p[c] += value * weights[at + c];
      }
    }
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : p) {
      most = Math.max(most, logit);
    }
    float sum = 0;
    for (int c = 0; c < classes; c++) {
      p[c] = (float) Math.exp(p[c] - most);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return length;
  }

  private double weight(SampledRows.Row row, int index) {
    int feature = row.features()[index] & mask;
    return LOG_COUNTS[row.count(index)] * inverseFrequencies[feature];
  }

  /** The probabilities of a row that was not learned from. */
  float[] probabilities(SampledRows.Row row) {
    float[] p = new float[classes];
    predict(row, p);
    return p;
  }
}
