package dev.sortal.tokenizers;

import java.util.Arrays;

/** Numbers from 0 by numbers from 0, in two flat arrays; safe for threads once it is filled. */
final class LongMap {
  static final long ABSENT = -1;

  private long[] keys;
  private long[] values;
  private int size;

  LongMap() {
    keys = new long[64];
    values = new long[64];
    Arrays.fill(keys, ABSENT);
  }

  /** The value of a key, or {@link #ABSENT}. */
  long get(long key) {
    int slot = slot(keys, key);
    return keys[slot] == key ? values[slot] : ABSENT;
  }

  /** Sets the value of a key that has none; gives whether it had none. */
  boolean putIfAbsent(long key, long value) {
    int slot = slot(keys, key);
    if (keys[slot] == key) {
      return false;
    }
    keys[slot] = key;
    values[slot] = value;
    if (++size * 2 > keys.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] widerKeys = new long[keys.length * 2];
    long[] widerValues = new long[keys.length * 2];
    Arrays.fill(widerKeys, ABSENT);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != ABSENT) {
        int slot = slot(widerKeys, keys[i]);
        widerKeys[slot] = keys[i];
        widerValues[slot] = values[i];
      }
    }
    keys = widerKeys;
    values = widerValues;
  }

  private static int slot(long[] keys, long key) {
    long hash = key * 0x9e3779b97f4a7c15L;
    int mask = keys.length - 1;
    int slot = (int) (hash ^ (hash >>> 32)) & mask;
    while (keys[slot] != ABSENT && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
