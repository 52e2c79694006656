package dev.sortal.data;

/**
 * Where rows with named columns come from; each {@link #open()} reads them anew, in the same order.
 *
 * <pre>{@code
 * Table table = CsvFile.csv(Path.of("reviews.csv"));
 * Source source = RowSource.of(table).text("review").label("stars");
 * }</pre>
 */
public interface Table {
  /** What it is, for messages: the name of a file. */
  String name();

  /**
   * Begins to read; the caller closes the rows.
   *
   * @throws dev.sortal.error.DataException if it is not there or cannot be read
   */
  Rows open();
}
