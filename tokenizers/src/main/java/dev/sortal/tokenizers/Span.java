package dev.sortal.tokenizers;

/**
 * A range of a text.
 *
 * @param from where it begins
 * @param to where it ends
 * @param isDelimiter whether it separates what is before it from what is after it
 */
record Span(int from, int to, boolean isDelimiter) {
  /** This range and the one after it as one. */
  Span and(Span next) {
    return new Span(from, next.to, isDelimiter);
  }
}
