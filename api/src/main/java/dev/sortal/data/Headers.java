package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.List;

/**
 * Finds columns by name, and says what is there where one is not; for tables to share.
 *
 * <pre>{@code
 * int stars = Headers.column("reviews.csv", List.of("body", "stars"), "stars", "");  // 1
 * }</pre>
 */
public final class Headers {
  private Headers() {}

  /**
   * The place of the column in the header.
   *
   * @param source the name of the table
   * @param header its columns
   * @param column the wanted one
   * @param hint the end of the message where it is missing
   * @throws DataException if there is none, or two
   */
  public static int column(String source, List<String> header, String column, String hint) {
    int found = header.indexOf(column);
    if (found < 0) {
      throw new DataException(
          source
              + " has no column \""
              + column
              + "\", expected one of "
              + header
              + "."
              + near(header, column)
              + hint);
    }
    if (found != header.lastIndexOf(column)) {
      throw new DataException(
          source
              + " has two columns \""
              + column
              + "\": expected each name once in "
              + header
              + ".");
    }
    return found;
  }

  private static String near(List<String> header, String column) {
    for (String existing : header) {
      if (existing.strip().equalsIgnoreCase(column.strip())) {
        return " Did you mean \"" + existing + "\"?";
      }
    }
    return "";
  }
}
