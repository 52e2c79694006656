package dev.sortal.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Characters of bytes, with a mark where bytes are not of the charset: the row that holds them can
 * be told, and the rows after it read.
 *
 * <p>The mark is half of a surrogate pair without the other, which no charset can write; the usual
 * U+FFFD may stand in a file rightly.
 */
final class DecodingReader extends Reader {
  private static final char MARK = '\udead';

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
  private final CharBuffer pair = CharBuffer.allocate(2).limit(0);
  private boolean ended;
  private boolean isMarked;

  DecodingReader(InputStream in, Charset charset) {
    this.in = in;
    this.decoder = charset.newDecoder();
  }

  /** Whether any mark was given so far. */
  boolean isMarked() {
    return isMarked;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(chars, offset, length);
    int start = out.position();
    while (pair.hasRemaining() && out.hasRemaining()) {
      out.put(pair.get());
    }
    decode(out);
    if (out.position() == start && out.remaining() == 1 && bytes.hasRemaining()) {
      decode(pair.clear());
      pair.flip();
      out.put(pair.get());
    }
    return out.position() == start && length > 0 ? -1 : out.position() - start;
  }

  /** Fills the buffer once from what is at hand; waits for bytes only where it would stay empty. */
  private void decode(CharBuffer out) throws IOException {
    int start = out.position();
    while (out.hasRemaining()) {
      CoderResult result = decoder.decode(bytes, out, ended);
      if (result.isError()) {
        if (!out.hasRemaining()) {
          return;
        }
        out.put(MARK);
        isMarked = true;
        bytes.position(bytes.position() + result.length());
      } else if (result.isOverflow() || ended || out.position() > start) {
        return;
      } else {
        fill();
      }
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = count < 0;
    bytes.position(bytes.position() + Math.max(0, count)).flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Whether the mark is in the text; a pair may end like it. */
  static boolean isMarked(String text) {
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      if (isMark(text, at)) {
        return true;
      }
    }
    return false;
  }

  /** The text with the usual character, U+FFFD, for each mark. */
  static String shown(String text) {
    if (!isMarked(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text);
    for (int at = 0; at < text.length(); at++) {
      if (isMark(text, at)) {
        shown.setCharAt(at, '\ufffd');
      }
    }
    return shown.toString();
  }

  private static boolean isMark(String text, int at) {
    return text.charAt(at) == MARK && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
