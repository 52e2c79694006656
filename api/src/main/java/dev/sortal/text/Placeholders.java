package dev.sortal.text;

import java.util.stream.Stream;

/** The placeholders of {@link Mask} among the characters of a text. */
final class Placeholders {
  private static final char[][] ALL =
      Stream.of(Mask.values()).map(mask -> mask.placeholder().toCharArray()).toArray(char[][]::new);

  private Placeholders() {}

  /** The end of the placeholder that starts there, or start if none does. */
  static int end(char[] chars, int start, int length) {
    for (char[] placeholder : ALL) {
      if (isAt(placeholder, chars, start, length)) {
        return start + placeholder.length;
      }
    }
    return start;
  }

  private static boolean isAt(char[] placeholder, char[] chars, int start, int length) {
    if (placeholder.length > length - start) {
      return false;
    }
    for (int i = 0; i < placeholder.length; i++) {
      if (chars[start + i] != placeholder[i]) {
        return false;
      }
    }
    return true;
  }
}
