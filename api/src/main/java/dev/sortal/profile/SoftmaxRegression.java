package dev.sortal.profile;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * Multinomial logistic regression over hashed features, trained by AdaGrad: small and quick, and
 * its probabilities can be believed, unlike those of naive Bayes.
 *
 * <p>Features weigh 1 + ln(count) times their inverse document frequency, ln(rows/rows with it),
 * and each row is brought to length 1.
 */
final class SoftmaxRegression {
  private static final int EPOCHS = 8;
  private static final double RATE = 0.5;

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

  /** Learns from these rows anew. */
  void train(Row[] rows, SplitMix64 random) {
    Arrays.fill(weights, 0);
    Arrays.fill(bias, 0);
    Arrays.fill(squares, 1e-6f);
    countFrequencies(rows);
    for (Row row : rows) {
      row.weigh(inverseFrequencies);
    }
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    float[] p = new float[classes];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      random.shuffle(order);
      for (int i : order) {
        step(rows[i], p);
      }
    }
  }

  private void countFrequencies(Row[] rows) {
    Arrays.fill(inverseFrequencies, 0);
    for (Row row : rows) {
      for (int feature : row.features) {
        inverseFrequencies[feature]++;
      }
    }
    for (int i = 0; i < inverseFrequencies.length; i++) {
      inverseFrequencies[i] =
          (float) (1 + Math.log((1.0 + rows.length) / (1 + inverseFrequencies[i])));
    }
  }

  private void step(Row row, float[] p) {
    predict(row, p);
    p[row.label] -= 1;
    float square = 0;
    for (float gradient : p) {
      square += gradient * gradient;
    }
    for (int i = 0; i < row.features.length; i++) {
      int feature = row.features[i];
      float value = row.values[i];
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

  /** The probabilities of a row that was weighed. */
  private void predict(Row row, float[] p) {
    System.arraycopy(bias, 0, p, 0, classes);
    for (int i = 0; i < row.features.length; i++) {
      int at = row.features[i] * classes;
      float value = row.values[i];
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
  }

  /** The probabilities of a row that was not learned from. */
  float[] probabilities(Row row) {
    row.weigh(inverseFrequencies);
    float[] p = new float[classes];
    predict(row, p);
    return p;
  }

  /** A row of hashes. */
  Row row(int label, int[] hashes) {
    return new Row(label, hashes, mask);
  }

  /** A row with its distinct features and how often each occurs. */
  static final class Row {
    private final int label;
    private final int[] features;
    private final byte[] counts;
    private final float[] values;

    private Row(int label, int[] hashes, int mask) {
      this.label = label;
      int[] sorted = new int[hashes.length];
      Arrays.setAll(sorted, i -> hashes[i] & mask);
      Arrays.sort(sorted);
      int[] distinct = new int[sorted.length];
      byte[] times = new byte[sorted.length];
      int count = 0;
      for (int feature : sorted) {
        if (count == 0 || distinct[count - 1] != feature) {
          distinct[count++] = feature;
        }
        times[count - 1] = (byte) Math.min(Byte.MAX_VALUE, times[count - 1] + 1);
      }
      this.features = Arrays.copyOf(distinct, count);
      this.counts = Arrays.copyOf(times, count);
      this.values = new float[count];
    }

    private void weigh(float[] inverseFrequencies) {
      double square = 0;
      for (int i = 0; i < features.length; i++) {
        values[i] = (float) ((1 + Math.log(counts[i])) * inverseFrequencies[features[i]]);
        square += values[i] * values[i];
      }
      float norm = (float) Math.sqrt(square);
      for (int i = 0; i < features.length; i++) {
        values[i] /= norm;
      }
    }
  }
}
