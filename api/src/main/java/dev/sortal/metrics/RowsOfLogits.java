package dev.sortal.metrics;

import java.util.List;

/**
 * What a calibration is fitted on.
 *
 * @param logits [rows][labels]
 * @param truth which labels are true of a row
 */
record RowsOfLogits(List<float[]> logits, Truth truth) {
  /** Whether a label is true of a row. */
  @FunctionalInterface
  interface Truth {
    boolean isTrue(int row, int label);
  }

  /** Checks that there are as many truths as rows, and any. */
  RowsOfLogits(List<float[]> logits, int truths, Truth truth) {
    this(logits, truth);
    if (truths != logits.size()) {
      throw new IllegalArgumentException(
          "Each row needs its truth: expected " + logits.size() + ", got " + truths + ".");
    }
  }

  RowsOfLogits {
    if (logits.isEmpty()) {
      throw new IllegalArgumentException(
          "A calibration is fitted on rows whose truth is known, got none. Give rows that the model"
              + " was not trained on.");
    }
  }

  int rows() {
    return logits.size();
  }

  int labels() {
    return logits.get(0).length;
  }
}
