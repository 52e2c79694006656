package dev.sortal.tokenizers;

/** Cuts a piece of a text into tokens that have ids; immutable and safe for threads. */
interface PieceModel {
  /** What {@link #unknownId} gives where there is no id for what is not known. */
  int NONE = -1;

  /** Adds the ids of a piece, which is not empty. */
  void tokenize(String piece, Ids into);

  /** The id of what is not known, or {@link #NONE}. */
  int unknownId();
}
