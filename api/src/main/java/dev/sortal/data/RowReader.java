package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The examples of one pass over a table; closes its rows at the end and where it fails. */
final class RowReader extends Spliterators.AbstractSpliterator<Example> {
  private final Table table;
  private final Skipped skipped;
  private final Rows rows;
  private final Columns.Reader columns;
  private long usable;
  private boolean isClosed;

  /**
   * Opens the table and finds the columns.
   *
   * @throws DataException if it cannot be read or a column is missing
   */
  RowReader(Table table, Columns columns, OnError onError, @Nullable ImageCheck images) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.table = table;
    this.rows = table.open();
    try {
      // Where a row's image is damaged it can be skipped only if that shows here.
      this.columns = columns.of(rows, onError.limit() == 0 ? null : images);
      this.skipped = new Skipped(table.name(), onError);
    } catch (RuntimeException failure) {
      rows.close();
      throw failure;
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super Example> action) {
    Example example = isClosed ? null : next();
    if (example == null) {
      return false;
    }
    action.accept(example);
    return true;
  }

  private @Nullable Example next() {
    try {
      Example example = usable();
      if (example == null) {
        checkAny();
        close();
      }
      return example;
    } catch (RuntimeException failure) {
      closeAfter(failure);
      throw failure;
    }
  }

  private @Nullable Example usable() {
    while (true) {
      try {
        if (!rows.next()) {
          return null;
        }
        Example example = columns.example();
        usable++;
        return example;
      } catch (RowException bad) {
        skipped.add(bad, rows);
      }
    }
  }

  private void checkAny() {
    if (usable == 0 && skipped.count() > 0) {
      throw new DataException(
          "No row of "
              + table.name()
              + " can be used: all "
              + skipped.count()
              + " were skipped."
              + skipped.reasons());
    }
    if (usable == 0) {
      throw new DataException(table.name() + " holds no rows: expected at least one, got none.");
    }
    for (String column : rows.unseen()) {
      throw new DataException(
          "No row of "
              + table.name()
              + " has \""
              + column
              + "\": expected it in at least one of "
              + (usable + skipped.count())
              + " rows. Is the name right?");
    }
  }

  private void closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  void close() {
    if (!isClosed) {
      isClosed = true;
      try {
        rows.close();
      } finally {
        skipped.end(usable);
      }
    }
  }
}
