package dev.sortal.text;

import java.util.Arrays;

/**
 * The buckets that n-grams of characters and of words fall on; for one thread.
 *
 * <p>An n-gram is written as UTF-8 and hashed by {@link Murmur3}: one of characters with the seed
 * 0, of words, with a byte 0xFF after each but the last, with the seed 1, a pair of words with one
 * left out between them with the seed 2. The bucket is the hash, as an unsigned number, times the
 * number of buckets over 2^32. Saved classifiers depend on all of it.
 */
final class NgramHashes {
  /** How many code points of a token are looked at. */
  static final int MOST_CHARACTERS = 30;

  private static final int OF_CHARACTERS = 0;
  private static final int OF_WORDS = 1;
  private static final int OF_GAPS = 2;
  private static final byte BETWEEN = (byte) 0xff;

  private final int buckets;
  private byte[] bytes = new byte[4 * (MOST_CHARACTERS + 2)];

  /** Where each code point of the token begins in the bytes, and where the last one ends. */
  private final int[] offsets = new int[MOST_CHARACTERS + 3];

  NgramHashes(int buckets) {
    this.buckets = buckets;
  }

  private void add(IdList into, int from, int to, int seed) {
    long hash = Murmur3.hash(bytes, from, to, seed) & 0xffffffffL;
    into.add((int) ((hash * buckets) >>> 32));
  }

  /**
   * Adds a bucket for each n-gram of the characters of a token, with {@code <} before its first and
   * {@code >} after its last one. A token of one code point has none; of a long one the first 30
   * are looked at, without the mark of the end.
   */
  void characters(char[] chars, int start, int end, int shortest, int longest, IdList into) {
    int points = bytesOf(chars, start, end);
    if (points < 2) {
      return;
    }
    int marked = points > MOST_CHARACTERS ? points : points + 2;
    for (int from = 0; from < marked; from++) {
      int last = Math.min(marked, from + longest);
      for (int to = from + shortest; to <= last; to++) {
        boolean isMark = to - from == 1 && (from == 0 || from > points);
        if (!isMark) {
          add(into, offsets[from], offsets[to], OF_CHARACTERS);
        }
      }
    }
  }

  /** Writes the marked token; gives the number of its code points, at most one more than counts. */
  private int bytesOf(char[] chars, int start, int end) {
    bytes[0] = '<';
    offsets[1] = 1;
    int at = 1;
    int points = 0;
    int i = start;
    while (i < end) {
      if (++points > MOST_CHARACTERS) {
        return points;
      }
      int point = Character.codePointAt(chars, i, end);
      i += Character.charCount(point);
      at = write(point, at);
      offsets[points + 1] = at;
    }
    bytes[at] = '>';
    offsets[points + 2] = at + 1;
    return points;
  }

  /**
   * Adds the bucket of the words [first, first + length) of a text as one n-gram; the places before
   * its first and after its last word hold empty ones.
   */
  void words(TokenList tokens, int first, int length, IdList into) {
    int at = 0;
    for (int token = first; token < first + length; token++) {
      at = word(tokens, token, token == first ? at : between(at));
    }
    add(into, 0, at, OF_WORDS);
  }

  /** Adds the bucket of a word and the one after the next. */
  void gap(TokenList tokens, int first, IdList into) {
    int at = word(tokens, first, 0);
    at = word(tokens, first + 2, between(at));
    add(into, 0, at, OF_GAPS);
  }

  private int between(int at) {
    bytes[at] = BETWEEN;
    return at + 1;
  }

  private int word(TokenList tokens, int token, int from) {
    boolean isOutside = token < 0 || token >= tokens.count();
    int start = isOutside ? 0 : tokens.start(token);
    int end = isOutside ? 0 : tokens.end(token);
    int needed = Math.addExact(from, Math.multiplyExact(end - start, 3)) + 1;
    if (bytes.length < needed) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    int at = from;
    for (int i = start; i < end; ) {
      int point = Character.codePointAt(tokens.chars(), i, end);
      i += Character.charCount(point);
      at = write(point, at);
    }
    return at;
  }

  /** Writes a code point as UTF-8 at a place, and gives the place after it. */
  private int write(int point, int at) {
    if (point < 0x80) {
      bytes[at] = (byte) point;
      return at + 1;
    }
    int length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    int rest = point;
    for (int i = at + length - 1; i > at; i--) {
      bytes[i] = (byte) (0x80 | (rest & 0x3f));
      rest >>>= 6;
    }
    bytes[at] = (byte) (0xf00 >>> length | rest);
    return at + length;
  }
}
