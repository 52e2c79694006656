package dev.sortal.profile;

/** The beginning of a text, as reports show it. */
final class Beginning {
  private static final int CHARS = 120;

  private Beginning() {}

  static String of(String text) {
    if (text.length() <= CHARS) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(CHARS - 2)) ? CHARS - 2 : CHARS - 1;
    return text.substring(0, end) + "…";
  }
}
