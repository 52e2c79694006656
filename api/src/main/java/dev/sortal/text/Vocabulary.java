package dev.sortal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ids of words; immutable and safe for threads.
 *
 * <p>Id 0 is padding; id 1 stands for unknown words where there is such an id; the words follow by
 * falling count, those of equal count in the order of their first appearance. Words that are
 * learned later follow in the same order among themselves.
 */
final class Vocabulary {
  /** What {@link #id} gives for a word that has no id, where unknown words have none either. */
  static final int DROPPED = -1;

  private static final int UNKNOWN_ID = 1;
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
   * @throws IllegalArgumentException if the reserved entries are missing, or a word is empty, is
   *     one of them, holds half a surrogate pair or occurs twice
   */
  static Vocabulary of(List<String> entries, boolean unknown) {
    List<String> reserved = unknown ? List.of(PADDING, UNKNOWN) : List.of(PADDING);
    List<String> first = entries.subList(0, Math.min(reserved.size(), entries.size()));
    if (!first.equals(reserved)) {
      throw new IllegalArgumentException(
          "The vocabulary must begin with " + reserved + ", got " + first + ".");
    }
    return ofWords(entries.subList(reserved.size(), entries.size()), unknown);
  }

  /**
   * The vocabulary with these words, in the order of their ids, after the reserved entries.
   *
   * @throws IllegalArgumentException if a word is empty, is a reserved entry, holds half a
   *     surrogate pair or occurs twice
   */
  static Vocabulary ofWords(List<String> words, boolean unknown) {
    WordTable table = new WordTable();
    for (String entry : words) {
      if (!isWord(entry)) {
        throw new IllegalArgumentException(
            "Each entry of a vocabulary after the reserved ones must be a word, got \""
                + entry
                + "\" as word "
                + table.size()
                + ".");
      }
      char[] chars = entry.toCharArray();
      int known = table.size();
      if (table.add(chars, 0, chars.length) != known) {
        throw new IllegalArgumentException(
            "Each word of a vocabulary may occur once, got \"" + entry + "\" twice.");
      }
    }
    return new Vocabulary(table, unknown);
  }

  /** Whether an entry stands for padding or for unknown words. */
  static boolean isReserved(String entry) {
    return entry.equals(PADDING) || entry.equals(UNKNOWN);
  }

  /** Whether an entry can be what a tokenizer gives. */
  private static boolean isWord(String entry) {
    return !entry.isEmpty() && !isReserved(entry) && !Surrogates.hasLone(entry);
  }

  /** A vocabulary without words. */
  static Vocabulary empty(boolean unknown) {
    return new Vocabulary(new WordTable(), unknown);
  }

  /**
   * This vocabulary with more of counted words, after its own.
   *
   * @param words all words by first appearance, own ones perhaps
   * @param counts how often each occurred
   * @param minCount how often a word must occur to be added
   * @param maxSize the largest number of ids, the reserved ones included
   * @param ids gets the id of each word of the table, {@link #unknownId} for those left out
   */
  Vocabulary grown(WordTable words, int[] counts, int minCount, int maxSize, int[] ids) {
    WordTable grown = new WordTable();
    for (int i = 0; i < table.size(); i++) {
      grown.addFrom(table, i);
    }
    long[] order = new long[words.size()];
    int candidates = 0;
    for (int i = 0; i < words.size(); i++) {
      ids[i] = id(words.chars(), words.start(i), words.end(i));
      if (ids[i] == unknownId()) {
        order[candidates++] = ((long) (Integer.MAX_VALUE - counts[i]) << 32) | i;
      }
    }
    Arrays.sort(order, 0, candidates);
    int reserved = reserved(unknown);
    for (int i = 0; i < candidates; i++) {
      int number = (int) order[i];
      if (counts[number] < minCount || grown.size() + reserved >= maxSize) {
        break;
      }
      ids[number] = grown.size() + reserved;
      grown.addFrom(words, number);
    }
    return new Vocabulary(grown, unknown);
  }

  /** Whether there is no word. */
  boolean isEmpty() {
    return table.size() == 0;
  }

  /** The number of ids that stand for no word. */
  static int reserved(boolean unknown) {
    return unknown ? 2 : 1;
  }

  /** The number of ids. */
  int size() {
    return table.size() + reserved(unknown);
  }

  /** The id of words that have none of their own: 1, or {@link #DROPPED}. */
  int unknownId() {
    return unknown ? UNKNOWN_ID : DROPPED;
  }

  /** The id of chars[start..end), or {@link #unknownId} if it was not learned. */
  int id(char[] chars, int start, int end) {
    int number = table.find(chars, start, end);
    return number == WordTable.ABSENT ? unknownId() : number + reserved(unknown);
  }

  /** Every entry, that of id i at index i. */
  List<String> entries() {
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
