package dev.sortal.tokenizers;

import java.util.List;

/** A text as the ids of a {@code tokenizer.json}; immutable and safe for threads. */
final class SubwordTokenizer {
  private final AddedTokens asTheyAre;
  private final TextChange change;
  private final AddedTokens changed;
  private final Cutting cutting;
  private final PieceModel model;
  private final List<String> tokens;

  /**
   * A tokenizer of these steps, in their order.
   *
   * @param asTheyAre tokens that are looked for in the text as it is
   * @param changed tokens that are looked for in the changed text
   * @param tokens every token, that of id i at index i
   */
  SubwordTokenizer(
      AddedTokens asTheyAre,
      TextChange change,
      AddedTokens changed,
      Cutting cutting,
      PieceModel model,
      List<String> tokens) {
    this.asTheyAre = asTheyAre;
    this.change = change;
    this.changed = changed;
    this.cutting = cutting;
    this.model = model;
    this.tokens = tokens;
  }

  /** Adds the ids of a text, without those that mark its beginning and end. */
  void encode(String text, Ids into) {
    asTheyAre.split(new Piece(whole(text), true), piece -> encode(piece, into), into::add);
  }

  private void encode(Piece piece, Ids into) {
    Piece normal = new Piece(change.apply(piece.text()), piece.isAtStart());
    changed.split(
        normal,
        part -> {
          for (Piece word : cutting.cut(part)) {
            model.tokenize(word.text(), into);
          }
        },
        into::add);
  }

  /** The text with U+FFFD for each half of a surrogate pair without the other. */
  private static String whole(String text) {
    boolean isWhole =
        text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (isWhole) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** Every token, that of id i at index i; empty where an id has none. */
  List<String> tokens() {
    return tokens;
  }

  /** The id of what is not known, or {@link PieceModel#NONE}. */
  int unknownId() {
    return model.unknownId();
  }
}
