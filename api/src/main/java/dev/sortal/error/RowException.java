package dev.sortal.error;

/** One row of data that cannot be used: the message begins with its file and line. */
public class RowException extends DataException {
  private final String source;
  private final long line;
  private final String problem;

  /**
   * An unusable row.
   *
   * @param source what was read: the name of a file
   * @param line where the row begins, from 1, or 0 if it is the source as a whole
   * @param problem what is wrong with it, as the rest of a sentence: {@code has no label}
   */
  public RowException(String source, long line, String problem) {
    super(source + (line > 0 ? ":" + line : "") + " " + problem);
    this.source = source;
    this.line = line;
    this.problem = problem;
  }

  /** What was read: the name of a file. */
  public String source() {
    return source;
  }

  /** Where the row begins, from 1, or 0 if it is the source as a whole. */
  public long line() {
    return line;
  }

  /** What is wrong with the row, without its place. */
  public String problem() {
    return problem;
  }
}
