package dev.sortal.text;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * Numbers words from 0 in the order in which they are added: a hash table of open addressing over
 * characters, so that looking a word up makes no object.
 *
 * <p>The hash differs from table to table, so that no text or file can be made to slow it down.
 */
final class WordTable {
  static final int ABSENT = -1;

  private static final int MOST_CHARS = Integer.MAX_VALUE - 8;

  private final long multiplier = SplitMix64.mix(System.nanoTime()) | 1;
  private char[] pool = new char[4096];
  private int[] starts = new int[512];

  /** The hash in the upper half, the number in the lower; {@link #ABSENT} where there is none. */
  private long[] slots = new long[1024];

  private int size;

  WordTable() {
    Arrays.fill(slots, ABSENT);
  }

  int size() {
    return size;
  }

  /** The number of a word, or {@link #ABSENT}. Safe for threads as long as nothing is added. */
  int find(char[] chars, int start, int end) {
    return (int) slots[slot(chars, start, end, hash(chars, start, end))];
  }

  /** The number of a word, which is added if it is new. */
  int add(char[] chars, int start, int end) {
    int hash = hash(chars, start, end);
    int slot = slot(chars, start, end, hash);
    if (slots[slot] != ABSENT) {
      return (int) slots[slot];
    }
    append(chars, start, end);
    int number = size++;
    slots[slot] = (long) hash << 32 | number;
    if (size * 2 > slots.length) {
      rehash();
    }
    return number;
  }

  String word(int number) {
    return new String(pool, starts[number], starts[number + 1] - starts[number]);
  }

  /** What the words' ranges lie in. */
  char[] chars() {
    return pool;
  }

  int start(int number) {
    return starts[number];
  }

  int end(int number) {
    return starts[number + 1];
  }

  /** Adds a word of another table, which this one must not hold yet. */
  void addFrom(WordTable other, int number) {
    add(other.pool, other.starts[number], other.starts[number + 1]);
  }

  private int slot(char[] chars, int start, int end, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != ABSENT && !isWord(slots[slot], chars, start, end, hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isWord(long entry, char[] chars, int start, int end, int hash) {
    if ((int) (entry >>> 32) != hash) {
      return false;
    }
    int number = (int) entry;
    int from = starts[number];
    int length = end - start;
    if (starts[number + 1] - from != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (pool[from + i] != chars[start + i]) {
        return false;
      }
    }
    return true;
  }

  private void append(char[] chars, int start, int end) {
    int length = end - start;
    int at = starts[size];
    if (length > MOST_CHARS - at) {
      throw new DataException(
          "The distinct words hold too many characters: expected at most "
              + MOST_CHARS
              + ", got more after "
              + size
              + " words. Train on fewer rows, or check the text column.");
    }
    if (at + length > pool.length) {
      long doubled = Math.max(pool.length * 2L, at + length);
      pool = Arrays.copyOf(pool, (int) Math.min(doubled, MOST_CHARS));
    }
    System.arraycopy(chars, start, pool, at, length);
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    starts[size + 1] = at + length;
  }

  private void rehash() {
    long[] wider = new long[slots.length * 2];
    Arrays.fill(wider, ABSENT);
    int mask = wider.length - 1;
    for (long entry : slots) {
      if (entry != ABSENT) {
        int slot = (int) (entry >>> 32) & mask;
        while (wider[slot] != ABSENT) {
          slot = (slot + 1) & mask;
        }
        wider[slot] = entry;
      }
    }
    slots = wider;
  }

  /** Four characters at a time: one multiplication waits for the other. */
  private int hash(char[] chars, int start, int end) {
    long hash = end - start;
    int i = start;
    for (; i + 4 <= end; i += 4) {
      long four =
          chars[i]
              | (long) chars[i + 1] << 16
              | (long) chars[i + 2] << 32
              | (long) chars[i + 3] << 48;
      hash = (hash ^ four) * multiplier;
      hash ^= hash >>> 32;
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << 16 | chars[i];
    }
    hash = (hash ^ rest) * multiplier;
    hash ^= hash >>> 32;
    return (int) (hash ^ (hash >>> 15));
  }
}
