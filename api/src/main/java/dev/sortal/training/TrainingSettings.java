package dev.sortal.training;

/**
 * How long and in what portions to train.
 *
 * @param epochs passes over the training rows, at least 1
 * @param batchSize rows of a step, at least 1; the last batch of an epoch may be smaller
 * @param learningRate the rate of every step, above 0
 * @param patience epochs without improvement after which training stops; 0 to run all epochs
 * @param monitor what improvement is measured by
 * @param seed what shuffles are drawn from
 */
public record TrainingSettings(
    int epochs, int batchSize, double learningRate, int patience, Monitor monitor, long seed) {
  public TrainingSettings {
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(1, "batchSize", batchSize);
    requireAtLeast(0, "patience", patience);
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate + ".");
    }
  }

  private static void requireAtLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " must be at least " + least + ", got " + value + ".");
    }
  }
}
