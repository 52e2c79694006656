package dev.sortal.error;

import org.jspecify.annotations.Nullable;

/** A failure of a file, of data or of an engine, with a message that names the next step. */
public class SortalException extends RuntimeException {
  /** A failure with its explanation. */
  public SortalException(String message) {
    super(message);
  }

  /** A failure with its explanation and what caused it. */
  public SortalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What is wrong, what was expected, what was received, and the next step. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
