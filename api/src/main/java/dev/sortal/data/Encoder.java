package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;

/**
 * Settings by which examples become numbers, before it has learned from any.
 *
 * <p>Immutable. What it learns (a vocabulary, say) comes from training examples only; the training
 * examples are encoded in the same pass.
 *
 * <pre>{@code
 * Encoder.Fitting fitting = encoder.start();
 * training.forEach(fitting::add);
 * Encoder.Fitted fitted = fitting.finish();
 * }</pre>
 */
public interface Encoder {
  /** Begins to learn, with the training examples in memory. */
  Fitting start();

  /** Begins to learn from any number of examples, of which only drafts are kept, elsewhere. */
  Drafting draft();

  /** Learning in progress; for one thread. */
  interface Fitting {
    /** Takes a training example in. */
    void add(Example example);

    /** Ends the learning. */
    Fitted finish();
  }

  /**
   * What was learned, and the training examples as numbers.
   *
   * @param encoder encodes further examples
   * @param training a row for each training example, in the order in which they were added
   */
  record Fitted(FittedEncoder encoder, EncodedColumn training) {}

  /** Learning in progress that keeps no rows; for one thread. */
  interface Drafting {
    /**
     * Takes a training example in.
     *
     * @param draft gets what the example's row is made of when all is learned
     */
    void add(Example example, RowBytes draft);

    /** Ends the learning. */
    Drafted finish();
  }

  /**
   * What was learned, and how drafts become rows.
   *
   * @param encoder encodes further examples
   * @param rows makes of each draft what {@link FittedEncoder.ColumnBuilder#store} makes of its
   *     example
   */
  record Drafted(FittedEncoder encoder, DraftRows rows) {}

  /** Makes rows of drafts; for one thread. */
  @FunctionalInterface
  interface DraftRows {
    /** Writes the row of a draft. */
    void write(RowCursor draft, RowBytes row);
  }
}
