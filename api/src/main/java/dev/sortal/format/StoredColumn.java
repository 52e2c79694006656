package dev.sortal.format;

import java.util.List;

/** One column of a {@link RowFile}; immutable and safe for threads. */
public final class StoredColumn {
  private final List<RowBlock> blocks;
  private final int[] firstRows;
  private final int number;
  private final int rows;

  /**
   * A column of these blocks.
   *
   * @param firstRows the first row of each block
   */
  StoredColumn(List<RowBlock> blocks, int[] firstRows, int number, int rows) {
    this.blocks = blocks;
    this.firstRows = firstRows;
    this.number = number;
    this.rows = rows;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** A cursor of its own. */
  public RowCursor cursor() {
    return new RowCursor(this, blocks.isEmpty() ? RowFile.EMPTY : blocks.get(0));
  }

  int number() {
    return number;
  }

  RowBlock block(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException(
          "There is no row " + row + ", expected one in [0, " + rows + ").");
    }
    int low = 0;
    int high = firstRows.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstRows[middle] <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return blocks.get(low);
  }
}
