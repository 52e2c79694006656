package dev.sortal.data;

/**
 * How much of the examples each part gets; the test part gets what the others leave.
 *
 * @param train the share of the training part, in (0, 1]
 * @param validation the share of the validation part, in [0, 1)
 */
public record Shares(double train, double validation) {
  static final Shares STANDARD = new Shares(0.8, 0.1);

  private static final double TOLERANCE = 1e-9;

  public Shares {
    if (!(train > 0 && train <= 1)) {
      throw new IllegalArgumentException("train must be in (0, 1], got " + train + ".");
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException("validation must be in [0, 1), got " + validation + ".");
    }
    if (train + validation > 1 + TOLERANCE) {
      throw new IllegalArgumentException(
          "train and validation must sum to 1 at most, got "
              + train
              + " + "
              + validation
              + ". What they leave is the test part.");
    }
  }

  /** With another share of training; that of validation shrinks where they no longer fit. */
  Shares withTrain(double share) {
    return new Shares(share, Math.max(0, Math.min(validation, 1 - share)));
  }

  Shares withValidation(double share) {
    return new Shares(train, share);
  }

  /** The part at a place in [0, 1). */
  SplitRule.Part at(double place) {
    return place < train
        ? SplitRule.Part.TRAIN
        : place < train + validation ? SplitRule.Part.VALIDATION : SplitRule.Part.TEST;
  }

  /** The rows that each part should have, in their order, which need not be whole. */
  double[] of(int rows) {
    double test = 1 - train - validation;
    return new double[] {rows * train, rows * validation, test < TOLERANCE ? 0 : rows * test};
  }

  /** Whole numbers of rows by largest remainder, at least one of them for training. */
  int[] counts(int rows) {
    double[] exact = of(rows);
    int[] counts = new int[exact.length];
    int left = rows;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (int) Math.floor(exact[i] + TOLERANCE);
      left -= counts[i];
    }
    while (left > 0) {
      int largest = 0;
      for (int i = 1; i < counts.length; i++) {
        if (exact[i] - counts[i] > exact[largest] - counts[largest] + 1e-12) {
          largest = i;
        }
      }
      counts[largest]++;
      left--;
    }
    if (counts[0] == 0) {
      counts[counts[2] > 0 ? 2 : 1]--;
      counts[0] = 1;
    }
    return counts;
  }
}
