package dev.sortal.tokenizers;

import java.util.Arrays;

/** Ids in a buffer that is used again; for one thread. */
final class Ids {
  private int[] ids = new int[64];
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

  /** Takes back all but the first. */
  void cut(int left) {
    count = left;
  }

  void clear() {
    count = 0;
  }
}
