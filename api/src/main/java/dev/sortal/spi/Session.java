package dev.sortal.spi;

import java.nio.FloatBuffer;

/** A network that is loaded into an engine. */
public interface Session extends AutoCloseable {
  /**
   * Computes the logits of a batch in evaluation mode: without dropout.
   *
   * @param into where they go from index 0: rows x outputs, row-major; direct and of native order
   *     is fastest
   * @throws dev.sortal.error.BackendException if the engine fails
   * @throws IllegalStateException if the session is closed
   */
  void logits(Batch batch, FloatBuffer into);

  /** The device that the session runs on: what {@code auto} took. */
  Device device();

  /** Frees what the engine holds, once; a second call does nothing. */
  @Override
  void close();
}
