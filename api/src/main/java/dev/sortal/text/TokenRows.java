package dev.sortal.text;

import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import java.util.Arrays;

/** The tokens of training texts, as numbers of words; for one thread. */
final class TokenRows extends BufferedSink {
  private static final int MOST_TOKENS = 1 << 30;

  private final TextEncoder encoder;
  private final WordCounts words = new WordCounts();
  private int[] tokens = new int[4096];
  private int tokenCount;
  private int[] ends = new int[257];
  private int rows;

  TokenRows(TextEncoder encoder) {
    this.encoder = encoder;
  }

  /** Takes the text of an example in as the next row. */
  void add(Example example) {
    encoder.tokenizer().tokenize(encoder.textOf(example), this);
    if (++rows == ends.length) {
      ends = Arrays.copyOf(ends, rows * 2);
    }
    ends[rows] = tokenCount;
  }

  @Override
  public void token(char[] chars, int start, int end) {
    int number = words.add(chars, start, end);
    if (tokenCount == tokens.length) {
      if (tokenCount == MOST_TOKENS) {
        throw new DataException(
            "The training texts hold too many tokens: expected at most "
                + MOST_TOKENS
                + ", got more in the first "
                + (rows + 1)
                + " texts. Train on fewer rows, or with a cache.");
      }
      tokens = Arrays.copyOf(tokens, tokenCount * 2);
    }
    tokens[tokenCount++] = number;
  }

  /** The number of rows. */
  int count() {
    return rows;
  }

  /** The place of a row's first token. */
  int start(int row) {
    return ends[row];
  }

  /** The place after a row's last token. */
  int end(int row) {
    return ends[row + 1];
  }

  /** The number of the word at a place. */
  int word(int place) {
    return tokens[place];
  }

  /** Every word, by number. */
  WordTable words() {
    return words.table();
  }

  /** An array for an id of each word. */
  int[] noIds() {
    return words.noIds();
  }

  /**
   * Makes a vocabulary of the words.
   *
   * @param known the words that have ids before
   * @param ids gets the id of each word by number, as {@link Vocabulary#grown} gives it
   * @throws DataException if there is none to be learned
   */
  Vocabulary learn(Vocabulary known, int[] ids) {
    return words.learn(known, encoder, ids, rows);
  }
}
