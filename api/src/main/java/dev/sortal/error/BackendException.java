package dev.sortal.error;

import org.jspecify.annotations.Nullable;

/** An engine that is missing, cannot be loaded, lacks what was asked for, or failed. */
public class BackendException extends SortalException {
  /** An engine failure with its explanation. */
  public BackendException(String message) {
    super(message);
  }

  /** An engine failure with its explanation and what caused it. */
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
