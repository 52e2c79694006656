package dev.sortal.auto;

import dev.sortal.data.Truth;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The factor of logits that makes probabilities fit rows that were not trained on; for one thread.
 *
 * <p>Guo and others, "On Calibration of Modern Neural Networks" (2017), with the inverse of their
 * T: the factor with the least log loss, among those from 1/50 to 10. What is usual for so many
 * classes counts as one row, which decides where there are no others.
 *
 * <pre>{@code
 * Temperature temperature = new Temperature(classes, truth);
 * temperature.add(logits, 0, rows);
 * double factor = temperature.best();
 * }</pre>
 */
public final class Temperature {
  private static final int MOST_ROWS = 10_000;
  private static final int FEW_CLASSES = 20;
  private static final double USUAL_OF_FEW = 0.4;
  private static final double LEAST = Math.log(0.02);
  private static final double MOST = Math.log(10);
  private static final double EXACT = 1e-4;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final int classes;
  private final Truth truth;
  private final int stride;
  private float[] kept = new float[0];
  private int[] rows = new int[0];
  private int count;

  /**
   * For rows of that truth.
   *
   * @param classes the logits of a row
   */
  public Temperature(int classes, Truth truth) {
    this.classes = classes;
    this.truth = truth;
    this.stride = 1 + truth.rows() / MOST_ROWS;
  }

  /**
   * Takes the logits of the rows [from, to) in; of many rows only some are kept.
   *
   * @param logits from index 0
   */
  public void add(FloatBuffer logits, int from, int to) {
    for (int row = from; row < to; row++) {
      boolean isKnown = !(truth instanceof Truth.One one) || one.classes()[row] != Truth.UNKNOWN;
      if (row % stride == 0 && isKnown) {
        if (count == rows.length) {
          rows = Arrays.copyOf(rows, 2 * count + 64);
          kept = Arrays.copyOf(kept, Math.multiplyExact(rows.length, classes));
        }
        logits.get((row - from) * classes, kept, count * classes, classes);
        rows[count++] = row;
      }
    }
  }

  /** The best factor, by golden-section search over its logarithm. */
  public double best() {
    double low = LEAST;
    double high = MOST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double ofLeft = loss(left);
    double ofRight = loss(right);
    while (high - low > EXACT) {
      if (ofLeft <= ofRight) {
        high = right;
        right = left;
        ofRight = ofLeft;
        left = high - GOLDEN * (high - low);
        ofLeft = loss(left);
      } else {
        low = left;
        left = right;
        ofLeft = ofRight;
        right = low + GOLDEN * (high - low);
        ofRight = loss(right);
      }
    }
    return Math.exp((low + high) / 2);
  }

  private double loss(double logarithm) {
    double usual = Math.log(classes > FEW_CLASSES ? 1 : USUAL_OF_FEW);
    double factor = Math.exp(logarithm);
    double sum = (logarithm - usual) * (logarithm - usual);
    for (int i = 0; i < count; i++) {
      sum +=
          truth instanceof Truth.One one
              ? softmax(i * classes, one.classes()[rows[i]], factor)
              : sigmoid(i * classes, ((Truth.Several) truth).labels()[rows[i]], factor);
    }
    return sum;
  }

  private double softmax(int at, int label, double factor) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      most = Math.max(most, factor * kept[at + i]);
    }
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(factor * kept[at + i] - most);
    }
    return Math.log(sum) + most - factor * kept[at + label];
  }

  private double sigmoid(int at, int[] labels, double factor) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      double logit = factor * kept[at + i];
      sum += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
    }
    for (int label : labels) {
      sum -= factor * kept[at + label];
    }
    return sum / classes;
  }
}
