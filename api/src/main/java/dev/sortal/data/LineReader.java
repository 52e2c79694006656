package dev.sortal.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Lines of a text in a buffer that is used again: no garbage a line; for one thread.
 *
 * <pre>{@code
 * try (LineReader lines = LineReader.open(path, file -> file)) {
 *   while (lines.next()) {
 *     take(lines.chars(), lines.start(), lines.length());
 *   }
 * }
 * }</pre>
 */
public final class LineReader implements AutoCloseable {
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

  /**
   * The lines of a file in UTF-8, packed or not; half of a surrogate pair stands where bytes are
   * none.
   *
   * @param watch gets the bytes of the file as they are, and gives what they are read through
   * @throws dev.sortal.error.DataException if there is no such file, it is a folder, or packed in
   *     an unknown way
   */
  public static LineReader open(Path path, UnaryOperator<InputStream> watch) throws IOException {
    return new LineReader(InputFile.text(path, StandardCharsets.UTF_8, watch));
  }

  /** Goes to the next line, if there is one. */
  public boolean next() throws IOException {
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
  public char[] chars() {
    return chars;
  }

  /** Where the line begins in the buffer. */
  public int start() {
    return start;
  }

  /** The length of the line, without its end. */
  public int length() {
    return length;
  }

  /** Whether there is nothing but white space in the line. */
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
