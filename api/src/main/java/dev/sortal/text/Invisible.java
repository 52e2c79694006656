package dev.sortal.text;

/** What a text holds that cannot be seen: control and format characters, and white space. */
final class Invisible {
  private static final int FIRST_JOINED_SCRIPT = 0x0600;

  private Invisible() {}

  /**
   * The text without control characters other than white space and without invisible format
   * characters, soft hyphens and byte order marks among them.
   *
   * <p>A joiner or non-joiner stays after a character from U+0600 on: Persian, the scripts of India
   * and joined pictures are written with them.
   */
  static String removed(String text) {
    StringBuilder kept = null;
    int before = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (isUnseen(point) && !(isJoiner(point) && before >= FIRST_JOINED_SCRIPT)) {
        if (kept == null) {
          kept = new StringBuilder(text.length()).append(text, 0, i);
        }
      } else {
        before = point;
        if (kept != null) {
          kept.appendCodePoint(point);
        }
      }
      i = next;
    }
    return kept == null ? text : kept.toString();
  }

  private static boolean isUnseen(int point) {
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
      return !isSpace(point);
    }
    return point >= 0xAD && Character.getType(point) == Character.FORMAT;
  }

  private static boolean isJoiner(int point) {
    return point == 0x200C || point == 0x200D;
  }

  /** The text with each run of white space as one space, and none at its ends. */
  static String collapsed(String text) {
    if (isCollapsed(text)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isSpace(c)) {
        kept.append(c);
      } else if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != ' ') {
        kept.append(' ');
      }
    }
    int length = kept.length();
    if (length > 0 && kept.charAt(length - 1) == ' ') {
      kept.setLength(length - 1);
    }
    return kept.toString();
  }

  private static boolean isCollapsed(String text) {
    boolean afterSpace = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7F) {
        afterSpace = false;
      } else if (!isSpace(c)) {
        afterSpace = false;
      } else if (c != ' ' || afterSpace) {
        return false;
      } else {
        afterSpace = true;
      }
    }
    return text.isEmpty() || !afterSpace;
  }

  /** Whether a character is white space of any kind, no-break spaces among them; all are BMP. */
  static boolean isSpace(int point) {
    return point == ' '
        || (point < 0x80
            ? (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x1F)
            : point == 0x85 || Character.isSpaceChar(point));
  }
}
