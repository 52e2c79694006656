package dev.sortal.format;

import java.nio.ByteBuffer;

/**
 * Some consecutive rows of all columns of a {@link RowFile}: for each column rows + 1 offsets, then
 * the bytes of the rows.
 *
 * @param bytes read by absolute positions, lowest byte first
 * @param starts where each column's offsets begin
 */
record RowBlock(int firstRow, int rows, ByteBuffer bytes, int[] starts) {
  boolean holds(int row) {
    return row >= firstRow && row - firstRow < rows;
  }

  int start(int column) {
    return starts[column];
  }
}
