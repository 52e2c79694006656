package dev.sortal.backend.djl;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether the engine records operations for a backward pass, on this thread, while this is open.
 *
 * <p>The engine's own default differs between threads.
 */
final class GradMode implements AutoCloseable {
  private final boolean before = JniUtils.isGradMode();

  private GradMode(boolean recording) {
    set(recording);
  }

  static GradMode recording() {
    return new GradMode(true);
  }

  static GradMode off() {
    return new GradMode(false);
  }

  /** Switches on or off until this is closed. */
  void set(boolean recording) {
    JniUtils.setGradMode(recording);
  }

  @Override
  public void close() {
    set(before);
  }
}
