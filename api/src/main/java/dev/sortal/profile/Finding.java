package dev.sortal.profile;

import java.util.List;

/**
 * Rows that look wrong in one way; immutable.
 *
 * @param kind in which way
 * @param count how many there are
 * @param rows the first 10 of them; of very long ones the longest
 */
public record Finding(Kind kind, long count, List<Row> rows) {
  public Finding {
    rows = List.copyOf(rows);
  }

  /** What may be wrong with a text. */
  public enum Kind {
    /** Nothing but white space. */
    EMPTY("empty or blank"),
    /** A single character. */
    ONE_CHARACTER("a single character"),
    /** U+FFFD, which stands for bytes that could not be read. */
    REPLACEMENT_CHARACTER("replacement character"),
    /** UTF-8 that was read as Windows-1252 or ISO 8859-1, such as the two characters of C3 A9. */
    WRONG_CHARSET("UTF-8 read as another charset"),
    /** Control characters other than tab and line ends. */
    CONTROL_CHARACTER("control character"),
    /** Tags or character references. */
    HTML("HTML"),
    /** More than 10 times as many tokens as half of the texts have at most, and more than 100. */
    VERY_LONG("very long");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The kind in words. */
    public String title() {
      return title;
    }
  }

  /**
   * A row that looks wrong.
   *
   * @param origin where it was read: {@code train.csv:17}
   * @param text the beginning of its text
   */
  public record Row(String origin, String text) {}
}
