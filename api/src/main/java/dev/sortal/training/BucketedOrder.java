package dev.sortal.training;

import dev.sortal.data.ByLength;
import dev.sortal.tensor.SplitMix64;

/**
 * The order of {@link RowOrder#bucketed}.
 *
 * <p>Nothing is kept from epoch to epoch, so that a training can go on from the middle of any.
 */
final class BucketedOrder implements RowOrder {
  /** So few that what is sorted is still a sample of chance; so many that lengths are close. */
  private static final int BATCHES = 50;

  private static final long PURPOSE = 0xB0C4;

  private final RowOrder rows;
  private final char[] lengths;
  private final int batchSize;
  private final long seed;

  BucketedOrder(RowOrder rows, char[] lengths, int batchSize, long seed) {
    this.rows = rows;
    this.lengths = lengths;
    this.batchSize = batchSize;
    this.seed = SplitMix64.derive(seed, PURPOSE);
  }

  @Override
  public int[] epoch(int number) {
    int[] order = rows.epoch(number);
    ByLength byLength = new ByLength(lengths);
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, number));
    // The rows of a smaller batch at the end stay those that chance put there: if it were one of a
    // block, the longest rows would always be in it, and count for more.
    int batches = order.length / batchSize;
    int blocks = (batches + BATCHES - 1) / BATCHES;
    for (int block = 0; block < blocks; block++) {
      // Blocks of equal size: a small one would hold rows of every length in each batch.
      int first = (int) ((long) batches * block / blocks);
      int end = (int) ((long) batches * (block + 1) / blocks);
      byLength.sort(order, first * batchSize, end * batchSize);
      shuffleBatches(order, first, end, random);
    }
    return order;
  }

  private void shuffleBatches(int[] order, int first, int end, SplitMix64 random) {
    int[] batches = new int[end - first];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = i;
    }
    random.shuffle(batches);
    int[] sorted = new int[batches.length * batchSize];
    System.arraycopy(order, first * batchSize, sorted, 0, sorted.length);
    for (int i = 0; i < batches.length; i++) {
      System.arraycopy(sorted, batches[i] * batchSize, order, (first + i) * batchSize, batchSize);
    }
  }
}
