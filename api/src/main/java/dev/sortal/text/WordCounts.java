package dev.sortal.text;

import dev.sortal.error.DataException;
import java.util.Arrays;

/** Numbers words by first appearance while it counts them; for one thread. */
final class WordCounts {
  private final WordTable words = new WordTable();
  private int[] counts = new int[512];

  /** Counts a word and gives its number. */
  int add(char[] chars, int start, int end) {
    int number = words.add(chars, start, end);
    if (number == counts.length) {
      counts = Arrays.copyOf(counts, number * 2);
    }
    counts[number]++;
    return number;
  }

  /** Every word, by number. */
  WordTable table() {
    return words;
  }

  /** An array for an id of each word. */
  int[] noIds() {
    return new int[words.size()];
  }

  /**
   * Makes a vocabulary of the words.
   *
   * @param known the words that have ids before
   * @param encoder says how often a word must occur, and how many there may be
   * @param ids gets the id of each word by number, as {@link Vocabulary#grown} gives it
   * @param texts how many texts they are from
   * @throws DataException if there is none to be learned, and none known
   */
  Vocabulary learn(Vocabulary known, TextEncoder encoder, int[] ids, int texts) {
    if (words.size() == 0 && known.isEmpty()) {
      throw new DataException(
          texts == 0
              ? "There is nothing to learn a vocabulary from: expected training texts, got none."
                  + " Check that the training part has rows."
              : "There is nothing to learn a vocabulary from: expected words in the "
                  + texts
                  + " training texts, got none. Check that it is the text column, or choose"
                  + " another tokenizer.");
    }
    Vocabulary vocabulary = known.grown(words, counts, encoder.minCount(), encoder.maxSize(), ids);
    if (vocabulary.isEmpty()) {
      throw new DataException(
          "No word is frequent enough to be learned: expected words that occur at least "
              + encoder.minCount()
              + " times (minCount), got at most "
              + Arrays.stream(counts).max().orElse(0)
              + " times in "
              + texts
              + " training texts. Choose a lower minCount.");
    }
    return vocabulary;
  }
}
