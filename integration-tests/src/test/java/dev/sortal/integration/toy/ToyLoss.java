package dev.sortal.integration.toy;

import dev.sortal.engine.TargetRows;
import java.nio.FloatBuffer;

/** Softmax cross-entropy. */
final class ToyLoss {
  private ToyLoss() {}

  /** Returns the loss and begins the backward pass: sets the gradient by the logits. */
  static double begin(ToyValue logits, TargetRows targets, int rows) {
    FloatBuffer distribution = targets.distribution().floats();
    FloatBuffer scale = targets.scale().floats();
    int classes = logits.data.length / rows;
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      double logSum = logSumExp(logits.data, row * classes, classes);
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        double logProbability = logits.data[i] - logSum;
        loss -= scale.get(row) * distribution.get(i) * logProbability;
        logits.gradient[i] =
            (float) (scale.get(row) * (Math.exp(logProbability) - distribution.get(i)));
      }
    }
    return loss;
  }

  /** The largest is taken out first, so that no power overflows. */
  private static double logSumExp(float[] values, int from, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(values[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
