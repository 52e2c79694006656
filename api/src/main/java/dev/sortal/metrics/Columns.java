package dev.sortal.metrics;

import java.lang.Character.UnicodeScript;

/** Text in columns of a fixed number of terminal cells; East Asian characters take two. */
final class Columns {
  private Columns() {}

  /** The text at the left of that many cells, cut with an ellipsis where it is longer. */
  static String left(String text, int cells) {
    String fitting = cut(text, cells);
    return fitting + " ".repeat(cells - width(fitting));
  }

  /** The text at the right of that many cells, cut with an ellipsis where it is longer. */
  static String right(String text, int cells) {
    String fitting = cut(text, cells);
    return " ".repeat(cells - width(fitting)) + fitting;
  }

  private static String cut(String text, int cells) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    if (width(plain) <= cells) {
      return plain;
    }
    StringBuilder start = new StringBuilder();
    int used = 0;
    for (int c : plain.codePoints().toArray()) {
      if (used + width(c) > cells - 1) {
        break;
      }
      start.appendCodePoint(c);
      used += width(c);
    }
    return start + "…";
  }

  private static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int c) {
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x3000 && c <= 0x30FF)
            || (c >= 0xFF01 && c <= 0xFF60)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || UnicodeScript.of(c) == UnicodeScript.HAN
            || UnicodeScript.of(c) == UnicodeScript.HANGUL;
    return wide ? 2 : 1;
  }
}
