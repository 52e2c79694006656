package dev.sortal.text;

import java.util.Arrays;

/** Ids in a buffer that is used again; for one thread. */
final class IdList {
  private int[] ids = new int[256];
  private int count;

  void add(int id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, Math.addExact(count, count));
    }
    ids[count++] = id;
  }

  int get(int index) {
    return ids[index];
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /** Puts the ids in rising order. */
  void sort() {
    Arrays.sort(ids, 0, count);
  }
}
