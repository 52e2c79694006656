package dev.sortal.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to do with rows that cannot be used: broken ones, those without a label, with a wrong number
 * or with bytes of another charset; an immutable value.
 *
 * <p>A file, folder or column that is missing ends the reading whatever is said here, and so does a
 * source of which no row can be used.
 *
 * <pre>{@code
 * Dataset reviews = Dataset.csv(Path.of("reviews.csv"))
 *     .onError(OnError.skipAndReport(100).rejectsTo(Path.of("rejects.jsonl")));
 * }</pre>
 *
 * @param limit how many rows may be skipped in one pass over the source
 * @param rejects where skipped rows are written, or null for nowhere
 */
public record OnError(int limit, @Nullable Path rejects) {
  public OnError {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be at least 0, got " + limit + ".");
    }
    if (limit == 0 && rejects != null) {
      throw new IllegalArgumentException(
          "failFast() skips no rows that could be written to "
              + rejects
              + ": expected skipAndReport(limit).rejectsTo(file).");
    }
  }

  /** The first row that cannot be used ends the reading; so it is where nothing is said. */
  public static OnError failFast() {
    return new OnError(0, null);
  }

  /**
   * Skips rows that cannot be used, and logs at the end how many and the first reasons, as a
   * warning; one row above the limit ends the reading.
   *
   * @param limit how many rows may be skipped in one pass, at least 1
   */
  public static OnError skipAndReport(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "skipAndReport must allow at least 1 row, got " + limit + ". Use failFast() for none.");
    }
    return new OnError(limit, null);
  }

  /**
   * Also writes the skipped rows to a file: a JSON object a line with {@code file}, {@code line},
   * {@code reason} and {@code raw}, the row as it was read.
   *
   * <p>Each pass over the source writes the file anew, as a whole when it ends; empty where nothing
   * was skipped.
   */
  public OnError rejectsTo(Path file) {
    return new OnError(limit, file);
  }
}
