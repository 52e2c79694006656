package dev.sortal.text;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * Numbers words from 0 in the order in which they are added: a hash table of open addressing over
 * characters, so that looking a word up makes no object.
 *
 * <p>The hash differs from table to table, so that no text or file can be made to slow it down. A
 * short word stands in the table itself: in a large vocabulary, most of the time goes into waiting
 * for memory, and that is one place of it instead of three.
 */
final class WordTable {
  static final int ABSENT = -1;

  private static final int LONGEST_KEY = 7;
  private static final int MOST_CHARS = Integer.MAX_VALUE - 8;

  private final long multiplier = SplitMix64.mix(System.nanoTime()) | 1;
  private char[] pool = new char[4096];
  private int[] starts = new int[512];

  /** For each place the key and the number of a word; key 0 where there is none. */
  private long[] slots = new long[2 * 512];

  private int size;

  int size() {
    return size;
  }

  /** The number of a word, or {@link #ABSENT}. Safe for threads as long as nothing is added. */
  int find(char[] chars, int start, int end) {
    long key = key(chars, start, end);
    int slot = slot(chars, start, end, key);
    return slots[slot] == 0 ? ABSENT : (int) slots[slot + 1];
  }

  /** The number of a word, which is added if it is new. */
  int add(char[] chars, int start, int end) {
    long key = key(chars, start, end);
    int slot = slot(chars, start, end, key);
    if (slots[slot] != 0) {
      return (int) slots[slot + 1];
    }
    append(chars, start, end);
    int number = size++;
    slots[slot] = key;
    slots[slot + 1] = number;
    if (size * 4L > slots.length) {
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

  private int slot(char[] chars, int start, int end, long key) {
    int mask = slots.length - 1;
    int slot = place(key) & mask;
    while (slots[slot] != 0
        && (slots[slot] != key || (key < 0 && !isWord((int) slots[slot + 1], chars, start, end)))) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private boolean isWord(int number, char[] chars, int start, int end) {
    return Arrays.equals(pool, starts[number], starts[number + 1], chars, start, end);
  }

  /** An even number of chance. */
  private int place(long key) {
    long mixed = key * multiplier;
    mixed ^= mixed >>> 32;
    return (int) (mixed ^ mixed >>> 15) << 1;
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
    if (slots.length > MOST_CHARS / 2) {
      throw new DataException(
          "There are too many distinct words: expected at most "
              + size
              + ", got more. Train on fewer rows, or check the text column.");
    }
    long[] wider = new long[slots.length * 2];
    int mask = wider.length - 1;
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i] != 0) {
        int slot = place(slots[i]) & mask;
        while (wider[slot] != 0) {
          slot = (slot + 2) & mask;
        }
        wider[slot] = slots[i];
        wider[slot + 1] = slots[i + 1];
      }
    }
    slots = wider;
  }

  /**
   * A word of up to seven characters of Latin-1 itself, with its length above them, as a positive
   * number; of any other a hash, negative.
   */
  private long key(char[] chars, int start, int end) {
    int length = end - start;
    if (length <= LONGEST_KEY) {
      long packed = length + 1;
      int all = 0;
      for (int i = start; i < end; i++) {
        all |= chars[i];
        packed = packed << Byte.SIZE | (chars[i] & 0xff);
      }
      if (all < 0x100) {
        return packed;
      }
    }
    return hash(chars, start, end) | Long.MIN_VALUE;
  }

  /** Four characters at a time: one multiplication waits for the other. */
  private long hash(char[] chars, int start, int end) {
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
    return hash ^ (hash >>> 32);
  }
}
