package dev.sortal.report;

/**
 * How wide a text will be in a sans-serif font that is not known yet, in parts of its size.
 *
 * <p>A picture is laid out before anyone knows by what it is shown, so widths are those of a wide
 * font (DejaVu Sans) by kind of character; others are narrower, and what is laid out fits. No font
 * of this machine is asked: a server without any writes the same SVG.
 */
final class TextWidth {
  private static final String ELLIPSIS = "\u2026";
  private static final String NARROW = "iljtfrI.,:;'|!()[]{}/\\` ";
  private static final String WIDE = "mwMW@%\u2026\u2014";

  private TextWidth() {}

  static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(TextWidth::em).sum();
  }

  private static double em(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    if (isFull(point)) {
      return point >= 0x10000 ? 1.25 : 1.02;
    }
    if (NARROW.indexOf(point) >= 0) {
      return 0.41;
    }
    if (WIDE.indexOf(point) >= 0) {
      return 1;
    }
    return Character.isUpperCase(point) ? 0.74 : 0.64;
  }

  /** Whether it fills the square of a Chinese character, or may. */
  private static boolean isFull(int point) {
    return point >= 0x1100 && point <= 0x11FF
        || point >= 0x2E80 && point <= 0xA4CF
        || point >= 0xAC00 && point <= 0xD7A3
        || point >= 0xF900 && point <= 0xFAFF
        || point >= 0xFE30 && point <= 0xFE6F
        || point >= 0xFF00 && point <= 0xFF60
        || point >= 0xFFE0 && point <= 0xFFE6
        || point >= 0x1F000;
  }

  /**
   * The text on one line, or its beginning and an ellipsis where it would be wider; never half a
   * character.
   */
  static String cut(String text, double size, double most) {
    String line = oneLine(text);
    if (of(line, size) <= most) {
      return line;
    }
    double room = most - of(ELLIPSIS, size);
    StringBuilder kept = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      int point = line.codePointAt(at);
      room -= size * em(point);
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(point);
      at += Character.charCount(point);
    }
    return kept.toString().stripTrailing() + ELLIPSIS;
  }

  /**
   * The text on one line, or its beginning and its end around an ellipsis where it would be wider:
   * names of classes often differ in their last word.
   */
  static String cutMiddle(String text, double size, double most) {
    String line = oneLine(text);
    if (of(line, size) <= most) {
      return line;
    }
    double half = (most - of(ELLIPSIS, size)) / 2;
    int end = line.length();
    double room = half;
    while (end > 0) {
      int point = line.codePointBefore(end);
      room -= size * em(point);
      if (room < 0) {
        break;
      }
      end -= Character.charCount(point);
    }
    String beginning = cut(line, size, most - of(line.substring(end), size));
    return beginning + line.substring(end).stripLeading();
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point ->
                line.appendCodePoint(
                    Character.isISOControl(point) || Character.isWhitespace(point) ? ' ' : point));
    return line.toString().strip();
  }
}
