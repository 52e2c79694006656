package dev.sortal.training;

import dev.sortal.data.Truth;
import java.nio.FloatBuffer;

/**
 * Adds up the right answers and losses of a pass over rows.
 *
 * <p>Right is a row of which the true class has the largest logit; of several labels the share that
 * is on the right side of probability 1/2.
 *
 * <pre>{@code
 * Tally tally = new Tally(classes);
 * tally.add(logits, truth, 0, 256);
 * System.out.println(tally.accuracy());
 * }</pre>
 */
public final class Tally {
  private final int classes;
  private double lossSum;
  private int lossRows;
  private double right;
  private int rows;
  private final int[] rightOfClass;
  private final int[] rowsOfClass;

  /**
   * Nothing yet.
   *
   * @param classes the logits of a row
   */
  public Tally(int classes) {
    this.classes = classes;
    this.rightOfClass = new int[classes];
    this.rowsOfClass = new int[classes];
  }

  /**
   * Takes a training batch in: its mean loss, and which of its rows were right.
   *
   * @param order the numbers of the batch's rows, from there on
   */
  void add(double meanLoss, FloatBuffer logits, Truth truth, int[] order, int from, int count) {
    lossSum += meanLoss * count;
    lossRows += count;
    for (int row = 0; row < count; row++) {
      right += right(logits, row, truth, order[from + row]);
    }
    rows += count;
  }

  /**
   * Takes the rows [from, to) of a set in, not trained on; rows of an unknown class are wrong and
   * have no loss.
   *
   * @param logits theirs, from index 0
   */
  public void add(FloatBuffer logits, Truth truth, int from, int to) {
    for (int row = from; row < to; row++) {
      double isRight = right(logits, row - from, truth, row);
      right += isRight;
      if (truth instanceof Truth.Several several) {
        lossSum += sigmoidCrossEntropy(logits, row - from, several.labels()[row]);
        lossRows++;
      } else if (((Truth.One) truth).classes()[row] != Truth.UNKNOWN) {
        int label = ((Truth.One) truth).classes()[row];
        lossSum += crossEntropy(logits, row - from, label);
        lossRows++;
        rowsOfClass[label]++;
        rightOfClass[label] += (int) isRight;
      }
    }
    rows += to - from;
  }

  private double right(FloatBuffer logits, int row, Truth truth, int number) {
    if (truth instanceof Truth.One one) {
      return largest(logits, row) == one.classes()[number] ? 1 : 0;
    }
    int agreeing = 0;
    for (int i = 0; i < classes; i++) {
      agreeing += logits.get(row * classes + i) >= 0 ? 0 : 1;
    }
    for (int label : ((Truth.Several) truth).labels()[number]) {
      agreeing += logits.get(row * classes + label) >= 0 ? 1 : -1;
    }
    return (double) agreeing / classes;
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

  /** The mean over labels of softplus(z) - y * z. */
  private double sigmoidCrossEntropy(FloatBuffer logits, int row, int[] truth) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      double z = logits.get(row * classes + i);
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
    for (int label : truth) {
      sum -= logits.get(row * classes + label);
    }
    return sum / classes;
  }

  int rows() {
    return rows;
  }

  /** What is added up over training rows. */
  record Sums(double loss, int lossRows, double right, int rows) {}

  Sums sums() {
    return new Sums(lossSum, lossRows, right, rows);
  }

  /** A tally of training rows that goes on from these sums. */
  static Tally from(int classes, Sums sums) {
    Tally tally = new Tally(classes);
    tally.lossSum = sums.loss();
    tally.lossRows = sums.lossRows();
    tally.right = sums.right();
    tally.rows = sums.rows();
    return tally;
  }

  /** The mean loss, NaN without a row of a known class. */
  public double loss() {
    return lossRows == 0 ? Double.NaN : lossSum / lossRows;
  }

  /** The share of right rows, NaN without any. */
  public double accuracy() {
    return rows == 0 ? Double.NaN : right / rows;
  }

  /** The mean share of right validation rows over classes that have some. */
  public double balancedAccuracy() {
    double sum = 0;
    int some = 0;
    for (int label = 0; label < classes; label++) {
      if (rowsOfClass[label] > 0) {
        sum += (double) rightOfClass[label] / rowsOfClass[label];
        some++;
      }
    }
    return some == 0 ? Double.NaN : sum / some;
  }
}
