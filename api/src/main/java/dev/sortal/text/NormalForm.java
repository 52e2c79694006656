package dev.sortal.text;

import java.text.Normalizer;

/** Unicode NFKC and lower case, in one pass where a text holds common characters only. */
final class NormalForm {
  private static final char NONE = 0;
  private static final int FULL_WIDTH = 0xFF00 - 0x20;

  private NormalForm() {}

  /** The text in NFKC and lower case. */
  static String of(String text) {
    String lower = LowerCase.of(Normalizer.normalize(text, Normalizer.Form.NFKC));
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  /**
   * Brings chars[0..length) to the normal form in place.
   *
   * @return false, with the characters half done, if one of them needs more than a look at itself
   */
  static boolean apply(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c < 0x80) {
        chars[i] = LowerCase.ascii(c);
      } else {
        char normal = common(c);
        if (normal == NONE) {
          return false;
        }
        chars[i] = normal;
      }
    }
    return true;
  }

  /**
   * The normal form of a character from U+0080 that has the same one in every context, or 0.
   *
   * <p>Not the whole set: what matters is that it covers usual texts and is right.
   */
  static char common(char c) {
    if (c >= 0x3041) {
      return c >= 0xFF01 && c <= 0xFF5E ? LowerCase.ascii((char) (c - FULL_WIDTH)) : eastAsian(c);
    }
    if (c >= 0x2000) {
      return isCommonPunctuation(c) ? c : c == 0x3000 ? ' ' : NONE;
    }
    if (c >= 0x0400) {
      boolean cyrillic = c <= 0x045F;
      boolean hebrew = c >= 0x05D0 && c <= 0x05EA;
      boolean arabic = c >= 0x0621 && c <= 0x064A;
      return cyrillic || hebrew || arabic ? Character.toLowerCase(c) : NONE;
    }
    return isCommonLatin(c) ? Character.toLowerCase(c) : c == 0xA0 ? ' ' : NONE;
  }

  private static char eastAsian(char c) {
    boolean kana = c <= 0x3096 || (c >= 0x30A1 && c <= 0x30FC);
    boolean han = c >= 0x4E00 && c <= 0x9FFF;
    boolean hangul = c >= 0xAC00 && c <= 0xD7A3;
    return kana || han || hangul ? c : NONE;
  }

  /** Dashes, quotation marks and bullets; ideographic comma, full stop and brackets. */
  private static boolean isCommonPunctuation(char c) {
    return (c >= 0x2012 && c <= 0x2016)
        || (c >= 0x2018 && c <= 0x2023)
        || (c >= 0x3001 && c <= 0x3003)
        || (c >= 0x3008 && c <= 0x3011);
  }

  /** Latin letters with one lower case and no decomposition by compatibility. */
  private static boolean isCommonLatin(char c) {
    return (c >= 0xC0 && c <= 0x12F)
        || (c >= 0x134 && c <= 0x13E)
        || (c >= 0x141 && c <= 0x148)
        || (c >= 0x14A && c <= 0x17E);
  }
}
