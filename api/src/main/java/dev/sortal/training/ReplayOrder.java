package dev.sortal.training;

import dev.sortal.tensor.SplitMix64;

/** New rows with some of the old ones in each epoch; see {@link RowOrder#replaying}. */
final class ReplayOrder implements RowOrder {
  private static final long PURPOSE = 0x01D5;

  private final int fresh;
  private final int old;
  private final int replayed;
  private final long seed;

  ReplayOrder(int fresh, int old, double share, long seed) {
    if (fresh < 1 || old < 1 || !(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "Replay needs new rows, old rows and a share in (0, 1), got "
              + fresh
              + ", "
              + old
              + " and "
              + share
              + ".");
    }
    double wanted = fresh * share / (1 - share);
    if (fresh + wanted > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "An epoch can visit at most "
              + (Integer.MAX_VALUE - 8)
              + " rows, got "
              + Math.round(fresh + wanted)
              + " by replay. Choose a lower share.");
    }
    this.fresh = fresh;
    this.old = old;
    this.replayed = (int) Math.max(1, Math.round(wanted));
    this.seed = SplitMix64.derive(seed, PURPOSE);
  }

  @Override
  public int[] epoch(int number) {
    int[] order = new int[fresh + replayed];
    for (int i = 0; i < fresh; i++) {
      order[i] = i;
    }
    long from = (long) (number - 1) * replayed;
    long round = -1;
    int[] rows = {};
    for (int i = 0; i < replayed; i++) {
      if ((from + i) / old != round) {
        round = (from + i) / old;
        rows = round(round);
      }
      order[fresh + i] = rows[(int) ((from + i) % old)];
    }
    new SplitMix64(SplitMix64.derive(SplitMix64.derive(seed, number), PURPOSE)).shuffle(order);
    return order;
  }

  /** All old rows in the order of that round. */
  private int[] round(long round) {
    int[] rows = new int[old];
    for (int i = 0; i < old; i++) {
      rows[i] = fresh + i;
    }
    new SplitMix64(SplitMix64.derive(seed, round)).shuffle(rows);
    return rows;
  }
}
