package dev.sortal.tokenizers;

/** What code points are. */
final class Points {
  private Points() {}

  /** Unicode's White_Space. */
  static boolean isSpace(int point) {
    return (point >= 0x09 && point <= 0x0D)
        || point == 0x20
        || point == 0x85
        || point == 0xA0
        || point == 0x1680
        || (point >= 0x2000 && point <= 0x200A)
        || point == 0x2028
        || point == 0x2029
        || point == 0x202F
        || point == 0x205F
        || point == 0x3000;
  }

  /** Punctuation by Unicode's categories, and ASCII characters that are no letters or digits. */
  static boolean isPunctuation(int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  static boolean isNumeric(int point) {
    return switch (Character.getType(point)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  static boolean isNonSpacingMark(int point) {
    return Character.getType(point) == Character.NON_SPACING_MARK;
  }

  /** What BERT drops: controls but tab and line ends, formats, private use. */
  static boolean isControl(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\t' && point != '\n' && point != '\r';
      case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> false;
    };
  }

  /** The blocks of Han that BERT sets apart. */
  static boolean isHan(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B73F)
        || (point >= 0x2B740 && point <= 0x2B81F)
        || (point >= 0x2B920 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }

  /** Lower case character by character, whatever stands beside it. */
  static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == 0x130) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(point));
              }
            });
    return lower.toString();
  }
}
