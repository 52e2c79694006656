package dev.sortal.text;

/**
 * Lower case by the default rules of Unicode: the same under every locale, and the same as Python's
 * {@code str.lower}.
 *
 * <p>{@link String#toLowerCase(java.util.Locale)} with {@code Locale.ROOT} differs in one thing: it
 * looks for words by a break iterator to tell a final sigma. The rule here is that of the Unicode
 * Standard, section 3.13, table 3-17 (Final_Sigma).
 */
final class LowerCase {
  private static final char CAPITAL_SIGMA = '\u03a3';
  private static final char SMALL_SIGMA = '\u03c3';
  private static final char SMALL_FINAL_SIGMA = '\u03c2';

  /** What a word may hold between letters (Word_Break MidLetter, MidNumLet, Single_Quote). */
  private static final String INSIDE_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private LowerCase() {}

  /** The text in lower case. */
  static String of(String text) {
    char[] chars = expand(text).toCharArray();
    apply(chars, chars.length);
    return new String(chars);
  }

  /**
   * Replaces the one character whose lower case is longer than itself, U+0130, so that {@link
   * #apply} does the rest in place.
   */
  static String expand(String text) {
    return text.indexOf('\u0130') < 0 ? text : text.replace("\u0130", "i\u0307");
  }

  /** Brings chars[0..length), which hold no U+0130, to lower case in place. */
  static void apply(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c < 0x80) {
        chars[i] = ascii(c);
      } else if (c == CAPITAL_SIGMA) {
        chars[i] = isFinal(chars, i, length) ? SMALL_FINAL_SIGMA : SMALL_SIGMA;
      } else if (Character.isHighSurrogate(c)) {
        int point = Character.codePointAt(chars, i, length);
        i += Character.toChars(Character.toLowerCase(point), chars, i) - 1;
      } else {
        chars[i] = Character.toLowerCase(c);
      }
    }
  }

  /** The lower case of an ASCII character. */
  static char ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isFinal(char[] chars, int at, int length) {
    int before = at;
    int point;
    do {
      if (before == 0) {
        return false;
      }
      point = Character.codePointBefore(chars, before);
      before -= Character.charCount(point);
    } while (isIgnorable(point));
    if (!isCased(point)) {
      return false;
    }
    int after = at + 1;
    while (after < length) {
      point = Character.codePointAt(chars, after, length);
      if (!isIgnorable(point)) {
        return !isCased(point);
      }
      after += Character.charCount(point);
    }
    return true;
  }

  private static boolean isCased(int point) {
    return Character.isLowerCase(point)
        || Character.isUpperCase(point)
        || Character.isTitleCase(point);
  }

  private static boolean isIgnorable(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> INSIDE_WORDS.indexOf(point) >= 0;
    };
  }
}
