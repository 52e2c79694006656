package dev.sortal.training;

import dev.sortal.data.ByLength;
import dev.sortal.data.EncodedSet;

/**
 * Rows to train on.
 *
 * @param set at least one row, each of a known class
 * @param order which of them an epoch visits; every epoch as many
 */
public record TrainingRows(EncodedSet set, RowOrder order) {
  public TrainingRows {
    if (set.rows() == 0) {
      throw new IllegalArgumentException("There are no rows to train on.");
    }
  }

  /**
   * The same rows an epoch in batches of similar length, see {@link RowOrder#bucketed}; as they are
   * where all rows are of one length, as images and numbers are.
   *
   * @param settings those of the loop: its batches, its seed
   */
  public TrainingRows bucketed(TrainingSettings settings) {
    char[] lengths = set.lengths();
    return new ByLength(lengths).isEven()
        ? this
        : new TrainingRows(set, order.bucketed(lengths, settings.batchSize(), settings.seed()));
  }

  /** Each row once an epoch, in an order that follows from a seed. */
  public static TrainingRows shuffled(EncodedSet set, long seed) {
    return new TrainingRows(set, RowOrder.shuffled(set.rows(), seed));
  }
}
