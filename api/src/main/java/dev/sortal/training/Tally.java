package dev.sortal.training;

import dev.sortal.data.EncodedSet;
import dev.sortal.spi.Targets;
import java.nio.FloatBuffer;

/** Adds up the right answers and losses of a pass over rows. */
final class Tally {
  private final int classes;
  private double lossSum;
  private int lossRows;
  private int right;
  private int rows;

  Tally(int classes) {
    this.classes = classes;
  }

  /** Takes a training batch in: its mean loss, and which of its rows were right. */
  void add(double meanLoss, FloatBuffer logits, Targets.Classes truth, int count) {
    lossSum += meanLoss * count;
    lossRows += count;
    for (int row = 0; row < count; row++) {
      if (largest(logits, row) == truth.classes().get(row)) {
        right++;
      }
    }
    rows += count;
  }

  /** Takes validation rows in; rows of an unknown class are wrong and have no loss. */
  void add(FloatBuffer logits, EncodedSet set, int from, int to) {
    for (int row = from; row < to; row++) {
      int truth = set.classOf(row);
      if (truth != EncodedSet.UNKNOWN) {
        lossSum += crossEntropy(logits, row - from, truth);
        lossRows++;
        if (largest(logits, row - from) == truth) {
          right++;
        }
      }
    }
    rows += to - from;
  }

  private int largest(FloatBuffer logits, int row) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (logits.get(row * classes + i) > logits.get(row * classes + best)) {
        best = i;
      }
    }
    return best;
  }

  private double crossEntropy(FloatBuffer logits, int row, int truth) {
    double max = logits.get(row * classes + largest(logits, row));
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(logits.get(row * classes + i) - max);
    }
    return Math.log(sum) + max - logits.get(row * classes + truth);
  }

  int rows() {
    return rows;
  }

  double loss() {
    return lossRows == 0 ? Double.NaN : lossSum / lossRows;
  }

  double accuracy() {
    return rows == 0 ? Double.NaN : (double) right / rows;
  }
}
