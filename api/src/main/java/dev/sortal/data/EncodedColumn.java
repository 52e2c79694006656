package dev.sortal.data;

import dev.sortal.spi.Column;
import java.util.function.IntUnaryOperator;

/** The encoded rows of one network input, in any order; immutable and safe for threads. */
public interface EncodedColumn {
  /** The number of rows. */
  int rows();

  /**
   * How many positions of a row are its own, by its number: tokens, or bags at positions. By it
   * batches of rows of similar length are made. 0 for every row where all are alike: numbers,
   * images. For one thread.
   */
  IntUnaryOperator positions();

  /**
   * Refuses to store anything but one row.
   *
   * @throws IllegalStateException if there is not exactly one row
   */
  static void requireOneRow(int rows) {
    if (rows != 1) {
      throw new IllegalStateException(
          "Rows are stored one by one: expected 1 row in the builder, got " + rows + ".");
    }
  }

  /**
   * A reader with buffers of its own.
   *
   * @param pass which pass over the rows it is for, from 0; a column that alters its rows at random
   *     in training does so in another way in each pass
   */
  Reader reader(int pass);

  /** Gathers rows into reused buffers; for one thread. */
  interface Reader {
    /**
     * The rows rows[from..to) as one column, valid until the next read.
     *
     * @param rows row numbers
     */
    Column read(int[] rows, int from, int to);
  }
}
