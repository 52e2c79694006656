package dev.sortal.text;

import dev.sortal.spec.Side;
import java.util.Arrays;

/** A copy of the tokens of one text, in a buffer that is used again; for one thread. */
final class TokenList extends BufferedSink {
  private char[] chars = new char[1024];
  private int[] ends = new int[129];
  private int first;
  private int count;

  /** Takes the tokens of that text in place of those before. */
  void fill(Tokenizer tokenizer, String text) {
    first = 0;
    count = 0;
    tokenizer.tokenize(text, this);
  }

  /** Leaves out what is too much, on that side, and gives how many that were. */
  int cut(int most, Side side) {
    int cut = Math.max(0, count - most);
    first = side == Side.PRE ? cut : 0;
    count -= cut;
    return cut;
  }

  @Override
  public void token(char[] from, int start, int end) {
    int at = ends[count];
    int length = end - start;
    if (chars.length - at < length) {
      chars = Arrays.copyOf(chars, Math.max(Math.addExact(at, length), chars.length * 2));
    }
    System.arraycopy(from, start, chars, at, length);
    if (++count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count] = at + length;
  }

  int count() {
    return count;
  }

  /** What the tokens' ranges lie in. */
  char[] chars() {
    return chars;
  }

  int start(int token) {
    return ends[first + token];
  }

  int end(int token) {
    return ends[first + token + 1];
  }
}
