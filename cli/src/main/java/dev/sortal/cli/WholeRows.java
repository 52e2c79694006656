package dev.sortal.cli;

import dev.sortal.data.CsvRows;
import dev.sortal.data.Image;
import dev.sortal.data.Rows;
import dev.sortal.data.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of which the current row can be had with all its columns; for one reader at a time. */
final class WholeRows implements Table {
  /**
   * A row as it was read.
   *
   * @param values its columns, in the order of the header; none where there is no header
   * @param raw the row as it stands in the source
   */
  record Row(List<@Nullable Object> values, String raw) {}

  private final Table table;
  private List<String> header = List.of();
  private int[] columns = {};
  private @Nullable Rows rows;

  WholeRows(Table table) {
    this.table = table;
  }

  @Override
  public String name() {
    return table.name();
  }

  /** The names of all columns, once it is open; none where each row names its own. */
  List<String> header() {
    return header;
  }

  /** The row that was read last. */
  Row row() {
    if (rows == null) {
      throw new IllegalStateException("The table " + name() + " is not open.");
    }
    List<@Nullable Object> values = new ArrayList<>(columns.length);
    for (int column : columns) {
      Object value = rows.value(column);
      values.add(value instanceof Image.File image ? image.path().toString() : value);
    }
    return new Row(values, header.isEmpty() ? rows.raw() : "");
  }

  @Override
  public Rows open() {
    Rows opened = table.open();
    try {
      header = opened.header();
      columns = new int[header.size()];
      for (int i = 0; i < columns.length; i++) {
        // A CSV file may have two columns of one name, as long as no field is read from them.
        columns[i] = opened instanceof CsvRows ? i : opened.column(header.get(i));
      }
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
    rows = opened;
    return opened;
  }
}
