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
}
