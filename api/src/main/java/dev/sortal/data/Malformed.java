package dev.sortal.data;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes that are not of their charset, as a mark in the text: the row that holds them can be told,
 * and the rows after it read.
 *
 * <p>The mark is half of a surrogate pair without the other, which no charset can write; the usual
 * U+FFFD may stand in a file rightly.
 */
final class Malformed {
  private static final char MARK = '\udead';

  private Malformed() {}

  /** A reader that gives the mark for bytes that are not of the charset. */
  static Reader reader(InputStream bytes, Charset charset) {
    return new InputStreamReader(
        bytes,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MARK)));
  }

  /** Whether the mark may be among these characters: a pair may end like it. */
  static boolean isIn(char[] chars, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (chars[i] == MARK) {
        return true;
      }
    }
    return false;
  }

  /** Whether the mark is in the text. */
  static boolean isIn(String text) {
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      if (isMark(text, at)) {
        return true;
      }
    }
    return false;
  }

  /** The text with the usual character, U+FFFD, for each mark. */
  static String shown(String text) {
    if (!isIn(text)) {
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
