package dev.sortal.update;

import java.util.Arrays;

/** Ranges of the elements of a parameter, in any order and none twice. */
final class Runs {
  private int[] bounds = new int[2];
  private int count;

  void clear() {
    count = 0;
  }

  /** Adds [from, to). */
  void add(int from, int to) {
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
  }

  /** How many ranges there are. */
  int count() {
    return count;
  }

  /** The first element of a range. */
  int from(int run) {
    return bounds[2 * run];
  }

  /** Where a range ends. */
  int to(int run) {
    return bounds[2 * run + 1];
  }
}
