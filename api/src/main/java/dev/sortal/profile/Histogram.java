package dev.sortal.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Lengths and how often each occurs, in little memory: exact up to 4096, above in 64 steps for each
 * doubling, whose upper end stands for all of a step.
 */
final class Histogram {
  private static final int EXACT = 4096;
  private static final int STEP_BITS = 6;
  private static final int FIRST_POWER = 12;
  private static final int MOST_BINS = 40;

  private final long[] counts = new long[EXACT + ((31 - FIRST_POWER) << STEP_BITS) + 1];
  private long all;

  void add(int length) {
    counts[index(length)]++;
    all++;
  }

  private static int index(int length) {
    if (length <= EXACT) {
      return length;
    }
    int power = 31 - Integer.numberOfLeadingZeros(length - 1);
    int step = ((length - 1) >>> (power - STEP_BITS)) & ((1 << STEP_BITS) - 1);
    return EXACT + 1 + ((power - FIRST_POWER) << STEP_BITS) + step;
  }

  private static long length(int index) {
    if (index <= EXACT) {
      return index;
    }
    int above = index - EXACT - 1;
    int power = FIRST_POWER + (above >>> STEP_BITS);
    long steps = (1L << STEP_BITS) + (above & ((1 << STEP_BITS) - 1)) + 1;
    return steps << (power - STEP_BITS);
  }

  /** The least length that this share of the lengths does not exceed, 0 without lengths. */
  int quantile(double share) {
    long wanted = (long) Math.ceil(share * all - 1e-9);
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      before += counts[i];
      if (before >= wanted && before > 0) {
        return (int) Math.min(Integer.MAX_VALUE, length(i));
      }
    }
    return 0;
  }

  /**
   * Bins of equal whole width from the least to the length that 99 % do not exceed, at most 40, and
   * one more for those that are longer than the last of these.
   */
  List<TextProfile.Bin> bins(int least, int most) {
    int p99 = quantile(0.99);
    int width = Math.max(1, (p99 - least) / MOST_BINS + 1);
    List<TextProfile.Bin> bins = new ArrayList<>();
    int from = least;
    long left = longer(least - 1);
    while (from <= p99) {
      int to = from + width - 1;
      long after = longer(to);
      bins.add(new TextProfile.Bin(from, to, left - after));
      left = after;
      from = to + 1;
    }
    if (left > 0) {
      bins.add(new TextProfile.Bin(from, most, left));
    }
    return bins;
  }

  /** How many are longer. */
  long longer(int limit) {
    long longer = 0;
    for (int i = index(limit) + 1; i < counts.length; i++) {
      longer += counts[i];
    }
    return longer;
  }

  /** What all lengths exceed the limit by, in sum. */
  long excess(int limit) {
    long excess = 0;
    for (int i = index(limit) + 1; i < counts.length; i++) {
      excess += counts[i] * (length(i) - limit);
    }
    return excess;
  }
}
