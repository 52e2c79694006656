package dev.sortal.data;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Table} being read, row by row; for one thread.
 *
 * <pre>{@code
 * try (Rows rows = table.open()) {
 *   int text = rows.column("text");
 *   while (rows.next()) {
 *     System.out.println(rows.line() + ": " + rows.value(text));
 *   }
 * }
 * }</pre>
 */
public interface Rows extends AutoCloseable {
  /** The names of all columns, or none where each row names its own. */
  default List<String> header() {
    return List.of();
  }

  /**
   * The number of the column of that name, for {@link #value}; asked before the first row.
   *
   * @throws dev.sortal.error.DataException if there is none, or two; the message lists the columns
   */
  int column(String name);

  /**
   * Goes to the next row.
   *
   * @return false after the last
   * @throws dev.sortal.error.RowException if the row is broken; the next call goes on after it
   * @throws dev.sortal.error.DataException if nothing more can be read
   */
  boolean next();

  /**
   * The value of a column of the current row: a {@link String}, {@link Number}, {@link Boolean} or
   * date, a {@link List} of these, null where there is none. Another type is refused by whatever
   * reads the column.
   */
  @Nullable Object value(int column);

  /** Columns that were asked for and that no row has had so far, where each row names its own. */
  default Set<String> unseen() {
    return Set.of();
  }

  /** What the current row was read from: the name of a file. */
  String source();

  /** Where the current row begins in its source, from 1, or 0 if it is the source as a whole. */
  long line();

  /** The current row as it was read, also where {@link #next()} found it broken. */
  String raw();

  @Override
  void close();
}
