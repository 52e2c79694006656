package dev.sortal.text;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.IdColumn;

/**
 * Learning the words of texts, beside those that are known.
 *
 * @param encoder its settings
 * @param known the words that keep their ids
 */
record TextLearning(TextEncoder encoder, Vocabulary known) implements Encoder {
  @Override
  public Fitting start() {
    encoder.normalization().warnIfUnsaveable();
    return new TextFitting();
  }

  @Override
  public Drafting draft() {
    encoder.normalization().warnIfUnsaveable();
    return new TextDrafting(encoder, known);
  }

  private final class TextFitting implements Fitting {
    private final TokenRows rows = new TokenRows(encoder);

    @Override
    public void add(Example example) {
      rows.add(example);
    }

    @Override
    public Fitted finish() {
      int[] ids = rows.noIds();
      FittedTextEncoder fitted = new FittedTextEncoder(encoder, rows.learn(known, ids));
      IdColumn.Builder column = new IdColumn.Builder();
      RowWriter row = new RowWriter(encoder.maxLength(), encoder.truncation());
      for (int i = 0; i < rows.count(); i++) {
        for (int at = rows.start(i); at < rows.end(i); at++) {
          row.add(ids[rows.word(at)]);
        }
        row.writeTo(column);
      }
      return new Fitted(fitted, fitted.forTraining(column.finish()));
    }
  }
}
