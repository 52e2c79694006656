package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** The examples of one pass over rows; closes them at the end. */
final class RowReader extends Spliterators.AbstractSpliterator<Example> {
  private final Table table;
  private final Rows rows;
  private final Columns.Reader columns;
  private boolean any;
  private boolean ended;

  RowReader(Table table, Rows rows, Columns.Reader columns) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.table = table;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Example> action) {
    if (ended) {
      return false;
    }
    if (!rows.next()) {
      ended = true;
      close();
      if (!any) {
        throw new DataException(table.name() + " holds no rows: expected at least one, got none.");
      }
      return false;
    }
    any = true;
    action.accept(columns.example());
    return true;
  }

  void close() {
    rows.close();
  }
}
