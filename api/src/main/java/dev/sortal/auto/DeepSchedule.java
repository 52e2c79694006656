package dev.sortal.auto;

import dev.sortal.training.Monitor;
import dev.sortal.training.Schedule;
import dev.sortal.training.TrainingSettings;
import dev.sortal.training.WeightAverage;

/**
 * How long and how fast a convolutional branch is trained: fixed by the number of rows and classes,
 * without a look at validation rows.
 *
 * @param epochs passes over the rows, from 4 to 8
 * @param rate the learning rate of all but tables
 */
public record DeepSchedule(int epochs, double rate) {
  /** The learning rate of tables. */
  public static final double TABLE_RATE = 0.01;

  /** The weight decay of all but tables. */
  public static final double WEIGHT_DECAY = 0.01;

  /** The label smoothing of the loss. */
  public static final double LABEL_SMOOTHING = 0.05;

  private static final int BATCH = 32;
  private static final int FEW_CLASSES = 20;
  private static final int LEAST_EPOCHS = 4;
  private static final int MOST_EPOCHS = 8;

  /** The schedule for that many rows of an epoch and classes. */
  public static DeepSchedule of(int rows, int classes) {
    int steps = classes == 2 ? 1000 : classes <= FEW_CLASSES ? 1500 : 2500;
    int epochs = (int) Math.ceil((double) steps * BATCH / rows);
    return new DeepSchedule(
        Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, epochs)),
        classes <= FEW_CLASSES ? 0.001 : 0.002);
  }

  /** As settings of a training whose last weights are kept, averages of the second half. */
  public TrainingSettings settings(long seed) {
    return new TrainingSettings(epochs, BATCH, rate, 0, Monitor.VALIDATION_LOSS, seed)
        .withSchedule(Schedule.cosine().warmUp(0.05))
        .withAverage(WeightAverage.decay(0.99).every(4).from(0.5).only("*.conv1d", "*.dense"));
  }
}
