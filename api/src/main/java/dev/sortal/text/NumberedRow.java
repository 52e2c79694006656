package dev.sortal.text;

import dev.sortal.data.Example;
import dev.sortal.spec.Side;
import java.util.Arrays;

/** One training text as the numbers of its words, which it counts; for one thread. */
final class NumberedRow extends BufferedSink {
  private final TextEncoder encoder;
  private final WordCounts words = new WordCounts();
  private int[] numbers = new int[128];
  private int count;
  private int texts;

  NumberedRow(TextEncoder encoder) {
    this.encoder = encoder;
  }

  /** Takes the next text in. */
  void fill(Example example) {
    count = 0;
    texts++;
    encoder.tokenizer().tokenize(encoder.textOf(example), this);
  }

  @Override
  public void token(char[] chars, int start, int end) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    numbers[count++] = words.add(chars, start, end);
  }

  /** The place of the first word that is read if the text is cut to the encoder's length. */
  int from() {
    return encoder.truncation() == Side.PRE ? Math.max(0, count - encoder.maxLength()) : 0;
  }

  /** The place after the last word that is read. */
  int to() {
    return Math.min(count, from() + encoder.maxLength());
  }

  /** The number of words of the whole text. */
  int count() {
    return count;
  }

  int word(int place) {
    return numbers[place];
  }

  /** Every word so far, by number. */
  WordTable table() {
    return words.table();
  }

  int[] noIds() {
    return words.noIds();
  }

  /** The vocabulary of all texts; see {@link WordCounts#learn}. */
  Vocabulary learn(Vocabulary known, int[] ids) {
    return words.learn(known, encoder, ids, texts);
  }
}
