package dev.sortal.training;

/**
 * Where a training is, after a step.
 *
 * @param step the step of the whole training, from 1
 * @param learningRate the rate of that step
 * @param epoch the epoch in progress, from 1
 * @param epochs how many are planned
 * @param rows training rows of this epoch so far
 * @param totalRows training rows of an epoch
 * @param loss the mean loss of this epoch so far
 * @param accuracy the share of rows that were right, likewise
 * @param rowsPerSecond training rows for each second of this epoch so far
 */
public record Progress(
    long step,
    double learningRate,
    int epoch,
    int epochs,
    int rows,
    int totalRows,
    double loss,
    double accuracy,
    double rowsPerSecond) {
  /** The seconds that the planned epochs would still take at this speed, without validation. */
  public double secondsLeft() {
    double left = (double) (epochs - epoch) * totalRows + (totalRows - rows);
    return rowsPerSecond > 0 ? left / rowsPerSecond : Double.NaN;
  }
}
