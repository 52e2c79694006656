package dev.sortal.data;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Lines of a text in a buffer that is used again: no garbage a line. */
final class LineReader implements AutoCloseable {
  private final Reader reader;
  private char[] chars = new char[1 << 14];
  private int start;
  private int length;
  private int next;
  private int filled;
  private boolean ended;

  LineReader(Reader reader) {
    this.reader = reader;
  }

  /** Goes to the next line, if there is one. */
  boolean next() throws IOException {
    start = next;
    int searched = start;
    while (true) {
      for (int i = searched; i < filled; i++) {
        if (chars[i] == '\n') {
          length = i - start;
          next = i + 1;
          return true;
        }
      }
      searched = filled;
      if (ended) {
        length = filled - start;
        next = filled;
        return length > 0;
      }
      searched -= fill();
    }
  }

  /** Reads more behind the line in the making; gives by how much it was moved. */
  private int fill() throws IOException {
    int moved = start;
    System.arraycopy(chars, start, chars, 0, filled - start);
    filled -= start;
    start = 0;
    if (filled == chars.length) {
      chars = Arrays.copyOf(chars, 2 * filled);
    }
    int count = reader.read(chars, filled, chars.length - filled);
    ended = count < 0;
    filled += Math.max(0, count);
    return moved;
  }

  /** The buffer that the line is in. */
  char[] chars() {
    return chars;
  }

  /** Where the line begins in the buffer. */
  int start() {
    return start;
  }

  /** The length of the line, without its end. */
  int length() {
    return length;
  }

  boolean isBlank() {
    for (int i = start; i < start + length; i++) {
      if (!Character.isWhitespace(chars[i])) {
        return false;
      }
    }
    return true;
  }

  /** The line. */
  @Override
  public String toString() {
    return new String(chars, start, length);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
