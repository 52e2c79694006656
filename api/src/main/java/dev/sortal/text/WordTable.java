package dev.sortal.text;

import java.util.Arrays;

/**
 * Numbers words from 0 in the order in which they are added: a hash table of open addressing over
 * characters, so that looking a word up makes no object.
 */
final class WordTable {
  private static final int ABSENT = -1;

  private char[] pool = new char[4096];
  private int[] starts = new int[512];
  private int[] hashes = new int[512];
  private int[] slots = new int[1024];
  private int size;

  WordTable() {
    Arrays.fill(slots, ABSENT);
  }

  int size() {
    return size;
  }

  /** The number of a word, or -1. Safe for threads as long as nothing is added. */
  int find(char[] chars, int start, int end) {
    return slots[slot(chars, start, end, hash(chars, start, end))];
  }

  /** The number of a word, which is added if it is new. */
  int add(char[] chars, int start, int end) {
    int hash = hash(chars, start, end);
    int slot = slot(chars, start, end, hash);
    if (slots[slot] != ABSENT) {
      return slots[slot];
    }
    append(chars, start, end, hash);
    slots[slot] = size - 1;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  String word(int number) {
    return new String(pool, starts[number], starts[number + 1] - starts[number]);
  }

  private int slot(char[] chars, int start, int end, int hash) {
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    while (slots[slot] != ABSENT && !isWord(slots[slot], chars, start, end, hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isWord(int number, char[] chars, int start, int end, int hash) {
    return hashes[number] == hash
        && Arrays.equals(pool, starts[number], starts[number + 1], chars, start, end);
  }

  private void append(char[] chars, int start, int end, int hash) {
    int length = end - start;
    int at = starts[size];
    if (at + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(pool.length * 2, at + length));
    }
    System.arraycopy(chars, start, pool, at, length);
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      hashes = Arrays.copyOf(hashes, hashes.length * 2);
    }
    hashes[size] = hash;
    size++;
    starts[size] = at + length;
  }

  private void rehash() {
    int[] wider = new int[slots.length * 2];
    Arrays.fill(wider, ABSENT);
    int mask = wider.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = spread(hashes[number]) & mask;
      while (wider[slot] != ABSENT) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = number;
    }
    slots = wider;
  }

  private static int hash(char[] chars, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + chars[i];
    }
    return hash;
  }

  private static int spread(int hash) {
    int spread = hash * 0x9E3779B9;
    return spread ^ (spread >>> 15);
  }
}
