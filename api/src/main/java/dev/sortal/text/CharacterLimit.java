package dev.sortal.text;

/**
 * Cuts a text after so many code points.
 *
 * @param most at least 1
 */
record CharacterLimit(int most) implements TextStep {
  static final String NAME = "maxCharacters";

  CharacterLimit {
    if (most < 1) {
      throw new IllegalArgumentException("maxCharacters must be at least 1, got " + most + ".");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String apply(String text) {
    if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  @Override
  public String toString() {
    return NAME + "(" + most + ")";
  }
}
