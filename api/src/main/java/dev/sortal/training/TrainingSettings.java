package dev.sortal.training;

import org.jspecify.annotations.Nullable;

/**
 * How long, how fast and in what portions to train.
 *
 * <pre>{@code
 * TrainingSettings settings =
 *     new TrainingSettings(10, 32, 0.001, 3, Monitor.VALIDATION_LOSS, 42)
 *         .withSchedule(Schedule.cosine());
 * }</pre>
 *
 * @param epochs passes over the training rows, at least 1
 * @param batchSize rows of a step, at least 1; the last batch of an epoch may be smaller
 * @param learningRate what the schedule changes, above 0
 * @param seed what shuffles are drawn from
 * @param stopping how the best epoch is found
 * @param schedule the course of the learning rate
 * @param average which average of weights is kept in their place; null for none
 * @param maxNorm the limit on rows of weights; null for none
 */
public record TrainingSettings(
    int epochs,
    int batchSize,
    double learningRate,
    long seed,
    Stopping stopping,
    Schedule schedule,
    @Nullable WeightAverage average,
    @Nullable MaxNorm maxNorm) {
  public TrainingSettings {
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(1, "batchSize", batchSize);
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate + ".");
    }
  }

  /**
   * A constant rate, and nothing done about weights.
   *
   * @param patience epochs without improvement after which training stops; 0 to run all epochs
   * @param monitor what improvement is measured by
   */
  public TrainingSettings(
      int epochs, int batchSize, double learningRate, int patience, Monitor monitor, long seed) {
    this(
        epochs,
        batchSize,
        learningRate,
        seed,
        new Stopping(monitor, patience, 0),
        Schedule.constant(),
        null,
        null);
  }

  /** These settings with another course of the learning rate. */
  public TrainingSettings withSchedule(Schedule schedule) {
    return new TrainingSettings(
        epochs, batchSize, learningRate, seed, stopping, schedule, average, maxNorm);
  }

  /** These settings with an average of weights. */
  public TrainingSettings withAverage(WeightAverage average) {
    return new TrainingSettings(
        epochs, batchSize, learningRate, seed, stopping, schedule, average, maxNorm);
  }

  /** These settings with a limit on rows of weights. */
  public TrainingSettings withMaxNorm(MaxNorm maxNorm) {
    return new TrainingSettings(
        epochs, batchSize, learningRate, seed, stopping, schedule, average, maxNorm);
  }

  /** These settings with another way to find the best epoch. */
  public TrainingSettings withStopping(Stopping stopping) {
    return new TrainingSettings(
        epochs, batchSize, learningRate, seed, stopping, schedule, average, maxNorm);
  }

  static void requireAtLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " must be at least " + least + ", got " + value + ".");
    }
  }
}
