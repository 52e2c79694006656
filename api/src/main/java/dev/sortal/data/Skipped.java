package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows that one pass over a source skipped: counted, written, and reported at the end. */
final class Skipped {
  private static final Logger LOG = LoggerFactory.getLogger(Skipped.class);
  private static final int SHOWN = 5;

  private final String source;
  private final OnError onError;
  private final @Nullable Rejects rejects;
  private final List<RowException> first = new ArrayList<>();
  private int count;

  /**
   * Begins a pass.
   *
   * @throws dev.sortal.error.SortalException if the file of rejects cannot be written
   */
  Skipped(String source, OnError onError) {
    this.source = source;
    this.onError = onError;
    this.rejects = onError.rejects() == null ? null : new Rejects(onError.rejects());
  }

  /**
   * Takes a row.
   *
   * @throws DataException if no row may be skipped any more
   */
  void add(RowException bad, Rows rows) {
    if (onError.limit() == 0) {
      throw bad;
    }
    if (count == onError.limit()) {
      throw new DataException(
          "Too many rows of "
              + source
              + " cannot be used: expected at most "
              + onError.limit()
              + ", got one more."
              + reasons()
              + "\nThe last:\n  "
              + bad.getMessage()
              + "\nCorrect them, or raise the limit of skipAndReport.",
          bad);
    }
    count++;
    if (first.size() < SHOWN) {
      first.add(bad);
    }
    if (rejects != null) {
      rejects.add(bad, rows.raw());
    }
  }

  int count() {
    return count;
  }

  /** The first reasons, a line each. */
  String reasons() {
    StringBuilder reasons = new StringBuilder(" The first:");
    first.forEach(bad -> reasons.append("\n  ").append(bad.getMessage()));
    return reasons.toString();
  }

  /** Reports what was skipped, and moves the rejects into their place. */
  void end(long usable) {
    if (count > 0) {
      LOG.warn(
          "Skipped {} of {} rows of {}{}.{}",
          count,
          count + usable,
          source,
          onError.rejects() == null ? "" : ", now in " + onError.rejects(),
          reasons());
    }
    if (rejects != null) {
      rejects.commit();
    }
  }
}
