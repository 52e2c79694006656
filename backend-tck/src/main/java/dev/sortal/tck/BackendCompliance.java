package dev.sortal.tck;

import dev.sortal.spi.TrainingBackend;

/**
 * What every engine that trains must do; extend it with a JUnit class of one method.
 *
 * <p>An engine that gives the gradient of a global max pool to the first of equal maxima says so by
 * overriding {@link #sharesGradientAmongEqualMaxima()}.
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
public abstract class BackendCompliance extends InferenceCompliance
    implements GradientChecks,
        TrainingChecks,
        NormChecks,
        BagChecks,
        RaggedChecks,
        StateChecks,
        KerasChecks {
  /** The engine under test; called again and again. */
  @Override
  public abstract TrainingBackend backend();
}
