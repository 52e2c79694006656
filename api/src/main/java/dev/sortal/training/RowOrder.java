package dev.sortal.training;

import dev.sortal.tensor.SplitMix64;

/**
 * Which training rows an epoch visits, and in which order; the same for the same epoch each time it
 * is asked.
 *
 * <pre>{@code
 * RowOrder order = RowOrder.shuffled(set.rows(), 42);
 * int[] first = order.epoch(1);
 * }</pre>
 */
@FunctionalInterface
public interface RowOrder {
  /**
   * The rows of an epoch one after the other; the caller may keep the array.
   *
   * @param number the epoch, from 1
   * @return at least one row number; a row may come several times, or not at all
   */
  int[] epoch(int number);

  /** Every row once an epoch, each epoch in another random order. */
  static RowOrder shuffled(int rows, long seed) {
    return number -> {
      int[] order = new int[rows];
      for (int i = 0; i < rows; i++) {
        order[i] = i;
      }
      new SplitMix64(SplitMix64.derive(seed, number)).shuffle(order);
      return order;
    };
  }

  /**
   * New rows once an epoch and so many old ones that they are a share of it, shuffled together.
   *
   * <p>The old rows are the last. Epoch after epoch goes on through them in a random order, and
   * begins again in another when all have come.
   *
   * @param rows all rows, old and new
   * @param old how many of them are old
   * @param share of old rows among those of an epoch, in (0, 1)
   * @throws IllegalArgumentException if there are no new or no old rows, or the share is out of
   *     range
   */
  static RowOrder replaying(int rows, int old, double share, long seed) {
    return new ReplayOrder(rows - old, old, share, seed);
  }

  /**
   * Every row once an epoch, so that only a part of a file that is mapped into memory is in use at
   * a time.
   *
   * <p>Blocks of neighbouring rows come in a random order, another in each epoch, and the rows of
   * each window of blocks are shuffled together. Rows of a window are in the order of chance that
   * {@link #shuffled} gives; which rows share a window is decided block by block. With only one
   * window this is {@link #shuffled}.
   *
   * @param block the rows of a block, at least 1
   * @param window the blocks of a window, at least 1
   */
  static RowOrder windowed(int rows, int block, int window, long seed) {
    if (block < 1 || window < 1) {
      throw new IllegalArgumentException(
          "Blocks and windows must hold at least 1, got " + block + " and " + window + ".");
    }
    if (rows <= (long) block * window) {
      return shuffled(rows, seed);
    }
    return new WindowedOrder(rows, block, window, seed);
  }

  /**
   * The order for rows of a file: {@link #shuffled} up to a million short rows; else {@link
   * #windowed}, with windows of about 64 MiB.
   *
   * @param bytes the size of the file
   */
  static RowOrder stored(int rows, long bytes, long seed) {
    return WindowedOrder.of(rows, bytes, seed);
  }

  /**
   * The same rows an epoch in batches of similar length, so that little of a batch is padding.
   *
   * <p>This order is taken in blocks of about 50 batches; the rows of each are sorted by length and
   * cut into batches, and the batches shuffled. Of rows of equal length this order decides, so it
   * should be one of chance. The last batch, where it is smaller, keeps the rows that it has here.
   *
   * <pre>{@code
   * RowOrder order = RowOrder.shuffled(set.rows(), 42).bucketed(set.lengths(), 32, 42);
   * }</pre>
   *
   * @param lengths the length of each row, by its number; not copied
   * @param batchSize the rows of a batch, at least 1
   */
  default RowOrder bucketed(char[] lengths, int batchSize, long seed) {
    TrainingSettings.requireAtLeast(1, "batchSize", batchSize);
    return new BucketedOrder(this, lengths, batchSize, seed);
  }
}
