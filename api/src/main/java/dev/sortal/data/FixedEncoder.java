package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;

/**
 * An encoder to which examples teach nothing.
 *
 * @param fitted what was learned before
 */
record FixedEncoder(FittedEncoder fitted) implements Encoder {
  @Override
  public Fitting start() {
    FittedEncoder.ColumnBuilder rows = fitted.start();
    return new Fitting() {
      @Override
      public void add(Example example) {
        rows.add(example);
      }

      @Override
      public Fitted finish() {
        return new Fitted(fitted, fitted.forTraining(rows.finish()));
      }
    };
  }

  /** A draft is the row itself. */
  @Override
  public Drafting draft() {
    FittedEncoder.ColumnBuilder rows = fitted.start();
    return new Drafting() {
      @Override
      public void add(Example example, RowBytes draft) {
        rows.add(example);
        rows.store(draft);
      }

      @Override
      public Drafted finish() {
        return new Drafted(fitted, RowCursor::copyTo);
      }
    };
  }
}
