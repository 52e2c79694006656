package dev.sortal.error;

import org.jspecify.annotations.Nullable;

/** Training that cannot go on: the message names the epoch and the step. */
public class TrainingException extends SortalException {
  /** A failed training with its explanation. */
  public TrainingException(String message) {
    super(message);
  }

  /** A failed training with its explanation and what caused it. */
  public TrainingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
