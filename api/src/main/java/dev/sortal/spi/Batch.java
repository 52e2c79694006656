package dev.sortal.spi;

import java.util.List;

/**
 * Rows for a network.
 *
 * @param rows the number of rows, at least 1
 * @param columns one for each input of the network, in its order
 */
public record Batch(int rows, List<Column> columns) {
  public Batch {
    columns = List.copyOf(columns);
    if (rows < 1) {
      throw new IllegalArgumentException("A batch has at least 1 row, got " + rows + ".");
    }
  }
}
