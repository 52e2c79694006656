package dev.sortal.text;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.IdColumn;
import dev.sortal.format.RowBytes;

/** Drafts texts as the numbers of their words, which become ids when the vocabulary is known. */
final class TextDrafting implements Encoder.Drafting {
  private final TextEncoder encoder;
  private final Vocabulary known;
  private final NumberedRow row;

  TextDrafting(TextEncoder encoder, Vocabulary known) {
    this.encoder = encoder;
    this.known = known;
    this.row = new NumberedRow(encoder);
  }

  /** Where unknown words are dropped it is not known yet which words will be cut off. */
  @Override
  public void add(Example example, RowBytes draft) {
    row.fill(example);
    int from = encoder.unknown() ? row.from() : 0;
    int to = encoder.unknown() ? row.to() : row.count();
    for (int at = from; at < to; at++) {
      draft.varint(row.word(at));
    }
  }

  @Override
  public Encoder.Drafted finish() {
    int[] ids = row.noIds();
    Vocabulary vocabulary = row.learn(known, ids);
    FittedTextEncoder fitted = new FittedTextEncoder(encoder, vocabulary);
    if (encoder.unknown()) {
      return new Encoder.Drafted(
          fitted,
          (draft, stored) -> {
            while (draft.remaining() > 0) {
              stored.varint(ids[draft.varint()]);
            }
          });
    }
    IdColumn.Builder column = new IdColumn.Builder();
    RowWriter cut = new RowWriter(encoder.maxLength(), encoder.truncation());
    return new Encoder.Drafted(
        fitted,
        (draft, stored) -> {
          while (draft.remaining() > 0) {
            cut.add(ids[draft.varint()]);
          }
          cut.writeTo(column);
          column.store(stored);
        });
  }
}
