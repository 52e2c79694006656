package dev.sortal.data;

/**
 * Sorts row numbers by the lengths of the rows, in time that is linear; rows of equal length stay
 * in the order in which they are. For one thread.
 *
 * <pre>{@code
 * int[] rows = {0, 1, 2, 3};
 * new ByLength(set.lengths()).sort(rows, 0, rows.length);
 * }</pre>
 */
public final class ByLength {
  /** Rows a batch: larger ones are hardly faster, and need more memory a call. */
  public static final int BATCH = 64;

  private static final int MOST_ROWS = 4096;
  private static final int MOST_NUMBERS = 1 << 20;

  private final char[] lengths;
  private final int[] starts;
  private int[] copy = new int[0];

  /**
   * For rows of these lengths.
   *
   * @param lengths by row number, as {@link EncodedSet#lengths} gives them; not copied
   */
  public ByLength(char[] lengths) {
    this.lengths = lengths;
    int longest = 0;
    for (char length : lengths) {
      longest = Math.max(longest, length);
    }
    this.starts = new int[longest + 2];
  }

  /**
   * How many rows are sorted at a time where not all are in memory: whole batches, enough to find
   * rows of similar length, and not too many numbers.
   *
   * @param numbers that a row takes, at least 1
   */
  public static int window(long numbers) {
    return Math.max(1, (int) Math.min(MOST_ROWS, MOST_NUMBERS / numbers) / BATCH) * BATCH;
  }

  /** Whether there is nothing to sort: all rows are as long as each other. */
  public boolean isEven() {
    for (char length : lengths) {
      if (length != lengths[0]) {
        return false;
      }
    }
    return true;
  }

  /** Brings rows[from..to) into rising order of length. */
  public void sort(int[] rows, int from, int to) {
    int count = to - from;
    if (copy.length < count) {
      copy = new int[count];
    }
    System.arraycopy(rows, from, copy, 0, count);
    int least = Character.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < count; i++) {
      int length = lengths[copy[i]];
      starts[length + 1]++;
      least = Math.min(least, length);
      most = Math.max(most, length);
    }
    int start = from;
    for (int length = least; length <= most; length++) {
      int next = start + starts[length + 1];
      starts[length + 1] = start;
      start = next;
    }
    for (int i = 0; i < count; i++) {
      rows[starts[lengths[copy[i]] + 1]++] = copy[i];
    }
    for (int length = least; length <= most; length++) {
      starts[length + 1] = 0;
    }
  }
}
