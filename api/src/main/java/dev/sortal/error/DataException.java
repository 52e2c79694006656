package dev.sortal.error;

import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be read or used: the message names the file and, where there is one, the line.
 */
public class DataException extends SortalException {
  /** Unusable data with its explanation. */
  public DataException(String message) {
    super(message);
  }

  /** Unusable data with its explanation and what caused it. */
  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
