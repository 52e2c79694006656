package dev.sortal.backend.java;

import dev.sortal.engine.TargetRows;
import java.nio.FloatBuffer;

/** The loss of one class or of several labels, added up in double precision. */
final class CrossEntropy {
  private CrossEntropy() {}

  /** Returns the loss and begins the backward pass: writes the gradient by the logits. */
  static double begin(Value logits, TargetRows rows) {
    FloatBuffer targets = rows.targets().floats();
    FloatBuffer scale = rows.scale().floats();
    int classes = logits.channels;
    double loss = 0;
    for (int row = 0; row < logits.vectors(); row++) {
      double logSum = rows.exclusive() ? logSumExp(logits.data, row * classes, classes) : 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        double z = logits.data[i];
        double target = targets.get(i);
        double probability;
        if (rows.exclusive()) {
          loss += scale.get(row) * target * (logSum - z);
          probability = Math.exp(z - logSum);
        } else {
          loss +=
              scale.get(row) * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z);
          probability = 1 / (1 + Math.exp(-z));
        }
        if (logits.learns) {
          logits.gradient[i] = (float) (scale.get(row) * (probability - target));
        }
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
