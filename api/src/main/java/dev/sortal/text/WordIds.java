package dev.sortal.text;

import java.util.Arrays;
import java.util.List;

/** The ids of the words of a vocabulary, as they are or in lower case; for one thread. */
final class WordIds {
  static final int NONE = -1;

  private final WordTable exact = new WordTable();
  private final int[] ids;
  private final WordTable lower = new WordTable();

  /** The first id of each word in lower case, and of each id the next with the same. */
  private final int[] firsts;

  private final int[] next;
  private final boolean ignoringCase;

  WordIds(List<String> vocabulary, boolean ignoringCase) {
    this.ignoringCase = ignoringCase;
    ids = new int[vocabulary.size()];
    firsts = new int[vocabulary.size()];
    next = new int[vocabulary.size()];
    Arrays.fill(firsts, NONE);
    Arrays.fill(next, NONE);
    for (int id = vocabulary.size() - 1; id >= 0; id--) {
      String word = vocabulary.get(id);
      if (!Vocabulary.isReserved(word)) {
        char[] chars = word.toCharArray();
        ids[exact.add(chars, 0, chars.length)] = id;
        if (ignoringCase) {
          char[] small = LowerCase.of(word).toCharArray();
          int number = lower.add(small, 0, small.length);
          next[id] = firsts[number];
          firsts[number] = id;
        }
      }
    }
  }

  /** The number of ids. */
  int size() {
    return next.length;
  }

  /** The number of words: of ids without those that stand for none. */
  int wanted() {
    return exact.size();
  }

  /** The id of a word, or {@link #NONE}. */
  int exact(char[] chars, int start, int end) {
    int number = exact.find(chars, start, end);
    return number == WordTable.ABSENT ? NONE : ids[number];
  }

  /** The first id of the words that are the same in lower case; none unless case is ignored. */
  int inLowerCase(char[] chars, int start, int end) {
    if (!ignoringCase) {
      return NONE;
    }
    char[] small = LowerCase.of(new String(chars, start, end - start)).toCharArray();
    int number = lower.find(small, 0, small.length);
    return number == WordTable.ABSENT ? NONE : firsts[number];
  }

  /** The next id of the words that are the same in lower case, or {@link #NONE}. */
  int next(int id) {
    return next[id];
  }
}
