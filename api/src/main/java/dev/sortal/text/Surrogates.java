package dev.sortal.text;

/** Halves of surrogate pairs: no file can hold them, so a vocabulary must not either. */
final class Surrogates {
  private static final char REPLACEMENT = '\ufffd';

  private Surrogates() {}

  /** Puts U+FFFD for each half in chars[0..length) that has no other half. */
  static void replaceLone(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(chars[i])) {
        if (i + 1 < length && Character.isSurrogatePair(chars[i], chars[i + 1])) {
          i++;
        } else {
          chars[i] = REPLACEMENT;
        }
      }
    }
  }

  /** Whether a text holds such a half. */
  static boolean hasLone(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
