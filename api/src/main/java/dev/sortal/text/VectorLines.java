package dev.sortal.text;

import dev.sortal.error.DataException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the lines of a file of word vectors; for one thread. */
final class VectorLines {
  private static final int UNKNOWN = -1;

  private final Path path;
  private final WordIds words;
  private final String layer;
  private final int width;
  private final float[][] vectors;
  private final boolean[] isExact;
  private long line;
  private long announced = UNKNOWN;
  private int dimension = UNKNOWN;
  private long count;
  private int repeated;

  /** Where each field of a line begins and ends, by turns. */
  private int[] fields = new int[1024];

  private int fieldCount;

  VectorLines(Path path, WordIds words, String layer, int width) {
    this.path = path;
    this.words = words;
    this.layer = layer;
    this.width = width;
    this.vectors = new float[words.size()][];
    this.isExact = new boolean[words.size()];
  }

  /** The number of lines so far. */
  long line() {
    return line;
  }

  /** Takes the next line, chars[start..start + length). */
  void take(char[] chars, int start, int length) {
    line++;
    split(chars, start, start + length);
    if (fieldCount == 0) {
      return;
    }
    if (line == 1 && fieldCount == 2 && isWhole(chars, 0) && isWhole(chars, 1)) {
      announced = Long.parseLong(field(chars, 0));
      begin(Integer.parseInt(field(chars, 1)));
      return;
    }
    if (dimension == UNKNOWN) {
      int spare = fieldCount - 1 - width;
      boolean hasSpaces = spare > 0 && !isNumber(chars, spare);
      begin(hasSpaces ? width : fieldCount - 1);
    }
    vector(chars, start);
  }

  private void begin(int numbers) {
    dimension = numbers;
    if (dimension < 1) {
      throw broken("a word and the numbers of its vector", "a single field");
    }
    if (dimension != width) {
      throw new DataException(
          path
              + ", line "
              + line
              + ": the vectors have "
              + dimension
              + " numbers, expected "
              + width
              + ", the width of \""
              + layer
              + "\". Write embedding("
              + dimension
              + "), or choose other vectors.");
    }
  }

  private void vector(char[] chars, int start) {
    int last = fieldCount - dimension - 1;
    if (last < 0 || (last > 0 && isNumber(chars, last))) {
      throw broken(
          "a word and " + dimension + " numbers", (fieldCount - 1) + " fields after the first");
    }
    if (fields[0] != start) {
      throw broken("a word at the beginning", "a space");
    }
    count++;
    int end = fields[2 * last + 1];
    int exact = words.exact(chars, start, end);
    if (exact != WordIds.NONE) {
      if (isExact[exact]) {
        repeated++;
        return;
      }
      isExact[exact] = true;
      vectors[exact] = numbers(chars, last + 1);
    }
    for (int id = words.inLowerCase(chars, start, end); id != WordIds.NONE; id = words.next(id)) {
      if (vectors[id] == null) {
        vectors[id] = numbers(chars, last + 1);
      }
    }
  }

  private float[] numbers(char[] chars, int first) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      String text = field(chars, first + i);
      float number = isNumber(chars, first + i) ? Float.parseFloat(text) : Float.NaN;
      if (!Float.isFinite(number)) {
        throw broken("finite numbers after the word", "\"" + shown(text) + "\"");
      }
      vector[i] = number;
    }
    return vector;
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private void split(char[] chars, int start, int end) {
    fieldCount = 0;
    int at = start;
    while (at < end) {
      if (isSpace(chars[at])) {
        at++;
        continue;
      }
      if (2 * fieldCount == fields.length) {
        fields = Arrays.copyOf(fields, fields.length * 2);
      }
      fields[2 * fieldCount] = at;
      while (at < end && !isSpace(chars[at])) {
        at++;
      }
      fields[2 * fieldCount++ + 1] = at;
    }
  }

  /** Only what these programs write between fields: other spaces may be part of a word. */
  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private String field(char[] chars, int field) {
    int start = fields[2 * field];
    return new String(chars, start, fields[2 * field + 1] - start);
  }

  private boolean isWhole(char[] chars, int field) {
    int length = fields[2 * field + 1] - fields[2 * field];
    boolean isWhole = length <= 9;
    for (int at = fields[2 * field]; at < fields[2 * field + 1]; at++) {
      isWhole &= chars[at] >= '0' && chars[at] <= '9';
    }
    return isWhole;
  }

  /** Whether a field is a decimal number, perhaps with an exponent: stricter than Java. */
  private boolean isNumber(char[] chars, int field) {
    int at = sign(chars, fields[2 * field]);
    int end = fields[2 * field + 1];
    int whole = digits(chars, at, end);
    int digits = whole - at;
    at = whole;
    if (at < end && chars[at] == '.') {
      int fraction = digits(chars, at + 1, end);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits > 0 && at < end && (chars[at] == 'e' || chars[at] == 'E')) {
      int exponent = sign(chars, at + 1);
      at = digits(chars, exponent, end);
      return at == end && at > exponent;
    }
    return digits > 0 && at == end;
  }

  private static int sign(char[] chars, int at) {
    return chars[at] == '-' || chars[at] == '+' ? at + 1 : at;
  }

  private static int digits(char[] chars, int from, int end) {
    int at = from;
    while (at < end && chars[at] >= '0' && chars[at] <= '9') {
      at++;
    }
    return at;
  }

  private DataException broken(String expected, String received) {
    return new DataException(
        path
            + ", line "
            + line
            + " is broken: expected "
            + expected
            + ", got "
            + received
            + ". Repair the line or fetch the file again.");
  }

  /** Ends the reading. */
  FoundVectors finish(String sha256) {
    if (dimension == UNKNOWN) {
      throw new DataException(path + " is empty: expected word vectors. Fetch the file again.");
    }
    if (announced != UNKNOWN && announced != count) {
      throw new DataException(
          path
              + " is cut off or was changed: expected "
              + announced
              + " vectors, which line 1 announces, got "
              + count
              + ". Fetch the file again; if it was shortened on purpose, correct line 1.");
    }
    return new FoundVectors(path, sha256, dimension, count, repeated, words.wanted(), vectors);
  }
}
