package dev.sortal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ids of words; immutable and safe for threads.
 *
 * <p>Id 0 is padding; id 1 stands for unknown words where there is such an id; the words follow by
 * falling count, those of equal count in the order of their first appearance.
 */
public final class Vocabulary {
  /** What {@link #id} gives for a word that has no id, where unknown words have none either. */
  static final int DROPPED = -1;

  private static final String PADDING = "<padding>";
  private static final String UNKNOWN = "<unknown>";

  private final WordTable table;
  private final boolean unknown;

  private Vocabulary(WordTable table, boolean unknown) {
    this.table = table;
    this.unknown = unknown;
  }

  /**
   * The vocabulary with these entries, that of id i at index i.
   *
   * @param unknown whether id 1 stands for unknown words
   * @throws IllegalArgumentException if the reserved entries are missing or a word occurs twice
   */
  static Vocabulary of(List<String> entries, boolean unknown) {
    int reserved = reserved(unknown);
    if (entries.size() < reserved) {
      throw new IllegalArgumentException(
          "A vocabulary begins with "
              + reserved
              + " reserved entries, got "
              + entries.size()
              + " entries.");
    }
    WordTable table = new WordTable();
    for (String entry : entries.subList(reserved, entries.size())) {
      char[] chars = entry.toCharArray();
      int known = table.size();
      if (table.add(chars, 0, chars.length) != known) {
        throw new IllegalArgumentException(
            "Each word of a vocabulary may occur once, got \"" + entry + "\" twice.");
      }
    }
    return new Vocabulary(table, unknown);
  }

  /**
   * Makes a vocabulary of counted words.
   *
   * @param words all words by first appearance
   * @param counts how often each occurred
   * @param maxSize the largest number of ids, the reserved ones included
   * @param renumbered gets the id of each word of the table, {@link #DROPPED} for those left out
   */
  static Vocabulary select(
      WordTable words, int[] counts, int minCount, int maxSize, boolean unknown, int[] renumbered) {
    long[] order = new long[words.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) (Integer.MAX_VALUE - counts[i]) << 32) | i;
    }
    Arrays.sort(order);
    WordTable table = new WordTable();
    int reserved = reserved(unknown);
    Arrays.fill(renumbered, unknown ? 1 : DROPPED);
    for (long key : order) {
      int number = (int) key;
      if (counts[number] < minCount || table.size() + reserved >= maxSize) {
        break;
      }
      char[] chars = words.word(number).toCharArray();
      renumbered[number] = table.add(chars, 0, chars.length) + reserved;
    }
    return new Vocabulary(table, unknown);
  }

  private static int reserved(boolean unknown) {
    return unknown ? 2 : 1;
  }

  /** The number of ids. */
  public int size() {
    return table.size() + reserved(unknown);
  }

  /** Whether id 1 stands for unknown words. */
  public boolean hasUnknown() {
    return unknown;
  }

  /** The id of chars[start..end), or 1 if it is unknown, or -1 where unknown words have no id. */
  int id(char[] chars, int start, int end) {
    int number = table.find(chars, start, end);
    if (number >= 0) {
      return number + reserved(unknown);
    }
    return unknown ? 1 : DROPPED;
  }

  /** The id of a word, or 1 if it is unknown, or -1 where unknown words have no id. */
  public int id(String word) {
    char[] chars = word.toCharArray();
    return id(chars, 0, chars.length);
  }

  /** Every entry, that of id i at index i. */
  public List<String> entries() {
    List<String> entries = new ArrayList<>(size());
    entries.add(PADDING);
    if (unknown) {
      entries.add(UNKNOWN);
    }
    for (int i = 0; i < table.size(); i++) {
      entries.add(table.word(i));
    }
    return entries;
  }
}
