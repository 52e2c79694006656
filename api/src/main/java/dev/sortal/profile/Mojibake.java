package dev.sortal.profile;

/**
 * UTF-8 that was read as Windows-1252 or ISO 8859-1: each of its bytes became a character of its
 * own, as {@code é} the characters of the bytes C3 and A9.
 *
 * <p>A sequence of three or four bytes is evidence enough, and one of two that begins with C2 or
 * C3, since these make up the letters of western Europe; of others, Greek or Cyrillic ones, it
 * takes two in a row. A right text can look so in rare cases.
 */
final class Mojibake {
  /** The characters of the bytes 80 to 9F in Windows-1252; a blank where there is none. */
  private static final String FROM_80 =
      "\u20AC \u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152 \u017D "
          + " \u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153 \u017E\u0178";

  private Mojibake() {}

  static boolean isIn(String text) {
    int pairs = 0;
    for (int i = 0; i + 1 < text.length(); ) {
      char lead = text.charAt(i);
      int following = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      if (following == 0 || !isFollowed(text, i + 1, following)) {
        pairs = 0;
        i++;
        continue;
      }
      pairs++;
      if (following > 1 || lead <= 0xC3 || pairs == 2) {
        return true;
      }
      i += 1 + following;
    }
    return false;
  }

  private static boolean isFollowed(String text, int from, int count) {
    if (from + count > text.length()) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      boolean isContinuation = (c >= 0x80 && c < 0xC0) || (c >= 0x100 && FROM_80.indexOf(c) >= 0);
      if (!isContinuation) {
        return false;
      }
    }
    return true;
  }
}
