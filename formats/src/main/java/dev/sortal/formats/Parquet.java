package dev.sortal.formats;

import dev.sortal.data.Parts;
import dev.sortal.data.RowSource;
import dev.sortal.data.Table;
import java.nio.file.Path;

/**
 * Examples from Parquet files.
 *
 * <p>Columns are named as in the file, those inside a group with a dot: {@code review.body}. Texts,
 * numbers, booleans, dates, times and UUIDs are read, and lists of them; maps and plain bytes are
 * not. Pages may be packed with Snappy, Gzip, Zstandard or LZ4, or not at all. Only the columns
 * that are asked for are read, one group of rows at a time.
 *
 * <pre>{@code
 * Dataset reviews = Dataset.of(Parquet.file(path).text("review").label("stars"));
 * }</pre>
 */
public final class Parquet {
  private Parquet() {}

  /** The rows of a file; columns {@code text} and {@code label} until others are named. */
  public static RowSource file(Path path) {
    return RowSource.of(table(path));
  }

  /** The file as a table, for whatever reads rows of any kind. */
  public static Table table(Path path) {
    return new ParquetTable(path);
  }

  /**
   * The rows of files with equal columns, in the order of their names.
   *
   * @param glob which files of the folder: {@code part-*.parquet}
   */
  public static RowSource files(Path folder, String glob) {
    return RowSource.of(new Parts(folder, glob, ParquetTable::new));
  }
}
