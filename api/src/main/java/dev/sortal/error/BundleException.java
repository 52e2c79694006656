package dev.sortal.error;

import org.jspecify.annotations.Nullable;

/**
 * A {@code .sortal} file that cannot be read: damaged, hostile, of an unknown version, absent, or
 * in need of a part that the application lacks.
 */
public class BundleException extends SortalException {
  /** An unusable file with its explanation. */
  public BundleException(String message) {
    super(message);
  }

  /** An unusable file with its explanation and what caused it. */
  public BundleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
