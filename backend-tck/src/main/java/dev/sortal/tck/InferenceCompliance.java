package dev.sortal.tck;

import dev.sortal.spi.Backend;

/**
 * What every engine must do that serves networks and does not train them; extend it with a JUnit
 * class of one method. An engine that trains extends {@link BackendCompliance} instead.
 *
 * <pre>{@code
 * class MyServingBackendTest extends InferenceCompliance {
 *   @Override
 *   public Backend backend() {
 *     return new MyServingBackend();
 *   }
 * }
 * }</pre>
 */
public abstract class InferenceCompliance
    implements ForwardChecks, BagServingChecks, ServingChecks, KerasServingChecks {
  /** The engine under test; called again and again. */
  @Override
  public abstract Backend backend();
}
