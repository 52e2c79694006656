package dev.sortal.metrics;

/**
 * Text in columns of a fixed number of terminal cells; East Asian characters take two.
 *
 * <pre>{@code
 * System.out.println(Columns.left("体育", 8) + Columns.right("12", 5));
 * }</pre>
 */
public final class Columns {
  /**
   * Pairs of first and last code point that take two cells: Unicode Standard Annex 11, the ranges
   * of class Wide and Fullwidth, with unassigned ones between them.
   */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
    0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900,
    0x1FAFF, 0x20000, 0x3FFFD
  };

  private Columns() {}

  /** The text at the left of that many cells, cut with an ellipsis where it is longer. */
  public static String left(String text, int cells) {
    String fitting = cut(text, cells);
    return fitting + " ".repeat(cells - width(fitting));
  }

  /** The text at the right of that many cells, cut with an ellipsis where it is longer. */
  public static String right(String text, int cells) {
    String fitting = cut(text, cells);
    return " ".repeat(cells - width(fitting)) + fitting;
  }

  /** The text in at most that many cells and on one line, cut with an ellipsis where longer. */
  public static String cut(String text, int cells) {
    String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    if (width(line) <= cells) {
      return line;
    }
    int end = 0;
    int used = 0;
    while (used + width(line.codePointAt(end)) < cells) {
      int c = line.codePointAt(end);
      used += width(c);
      end += Character.charCount(c);
    }
    return line.substring(0, end) + "…";
  }

  /** The cells that a text of one line takes. */
  public static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int c) {
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {
        for (int i = 0; i < WIDE.length; i += 2) {
          if (c >= WIDE[i] && c <= WIDE[i + 1]) {
            return 2;
          }
        }
        return 1;
      }
    }
  }
}
