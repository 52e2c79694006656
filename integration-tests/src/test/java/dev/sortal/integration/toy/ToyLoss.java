package dev.sortal.integration.toy;

import dev.sortal.engine.TargetRows;
import java.nio.FloatBuffer;

/** Cross-entropy of one class or of several labels. */
final class ToyLoss {
  private ToyLoss() {}

  /** Returns the loss and begins the backward pass: sets the gradient by the logits. */
  static double begin(ToyValue logits, TargetRows rows, int count) {
    FloatBuffer targets = rows.targets().floats();
    FloatBuffer scale = rows.scale().floats();
    int classes = logits.data.length / count;
    double loss = 0;
    for (int row = 0; row < count; row++) {
      double logSum = logSumExp(logits.data, row * classes, classes);
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        double z = logits.data[i];
        double target = targets.get(i);
        double term;
        double probability;
        if (rows.exclusive()) {
          term = target * (logSum - z);
          probability = Math.exp(z - logSum);
        } else {
          term = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z;
          probability = 1 / (1 + Math.exp(-z));
        }
        loss += scale.get(row) * term;
        logits.gradient[i] = (float) (scale.get(row) * (probability - target));
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
