package dev.sortal.tck;

import dev.sortal.spi.TrainingBackend;

/**
 * What every engine that trains must do; extend it with a JUnit class of one method.
 *
 * <pre>{@code
 * class MyBackendTest extends BackendCompliance {
 *   @Override
 *   public TrainingBackend backend() {
 *     return new MyBackend();
 *   }
 * }
 * }</pre>
 */
public abstract class BackendCompliance implements ForwardChecks, TrainingChecks, SessionChecks {
  /** The engine under test; called again and again. */
  @Override
  public abstract TrainingBackend backend();
}
