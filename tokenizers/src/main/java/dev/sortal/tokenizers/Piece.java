package dev.sortal.tokenizers;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a text.
 *
 * @param text its characters
 * @param isAtStart whether the text begins with it
 */
record Piece(String text, boolean isAtStart) {
  /** The pieces of this piece at these places. */
  List<Piece> at(List<Span> spans) {
    List<Piece> pieces = new ArrayList<>(spans.size());
    for (Span span : spans) {
      if (span.to() > span.from()) {
        pieces.add(
            new Piece(text.substring(span.from(), span.to()), isAtStart && span.from() == 0));
      }
    }
    return pieces;
  }
}
