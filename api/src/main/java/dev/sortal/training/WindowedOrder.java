package dev.sortal.training;

import dev.sortal.tensor.SplitMix64;

/** The order of {@link RowOrder#windowed}. */
record WindowedOrder(int rows, int block, int window, long seed) implements RowOrder {
  /** Many small blocks in a window mix a sorted file well; smaller ones make the disk jump. */
  private static final int BLOCKS = 256;

  private static final int BLOCK_BYTES = 256 << 10;
  private static final int MOST_ROWS = 4096;
  private static final int FEWEST_ROWS = 16;

  static RowOrder of(int rows, long bytes, long seed) {
    long rowBytes = Math.max(1, bytes / Math.max(1, rows));
    int block = (int) Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, BLOCK_BYTES / rowBytes));
    return RowOrder.windowed(rows, block, BLOCKS, seed);
  }

  @Override
  public int[] epoch(int number) {
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, number));
    int[] blocks = new int[(int) (((long) rows + block - 1) / block)];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = i;
    }
    random.shuffle(blocks);
    int windows = (blocks.length + window - 1) / window;
    int[] order = new int[rows];
    int end = 0;
    int next = 0;
    for (int i = 1; i <= windows; i++) {
      int start = end;
      // Windows of equal size: a small one at the end would be shuffled badly.
      int last = (int) ((long) blocks.length * i / windows);
      for (; next < last; next++) {
        int from = blocks[next] * block;
        int to = (int) Math.min(rows, (long) from + block);
        for (int row = from; row < to; row++) {
          order[end++] = row;
        }
      }
      random.shuffle(order, start, end);
    }
    return order;
  }
}
