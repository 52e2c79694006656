package dev.sortal.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.spi.Device;
import dev.sortal.tensor.Weights;
import java.util.function.Supplier;

/**
 * Is told what happens in a training, on the training thread; an exception that it throws ends the
 * training.
 *
 * <pre>{@code
 * pipeline.listener(new TrainingListener() {
 *   public void onEpoch(Epoch epoch) {
 *     System.out.println(epoch.number() + " " + epoch.validationAccuracy());
 *   }
 * });
 * }</pre>
 */
public interface TrainingListener {
  /**
   * What is known before the first step.
   *
   * @param engine the engine, with its version
   * @param device what it runs on
   * @param rows training rows
   * @param validationRows validation rows
   * @param sha256 a fingerprint of the training data
   * @param settings of the pipeline, as the saved classifier tells them; to be read only
   */
  record Start(
      String engine,
      Device device,
      int rows,
      int validationRows,
      String sha256,
      ObjectNode settings) {}

  /** Before the first step. */
  default void onStart(Start start) {}

  /** After every step; must be quick. */
  default void onStep(Progress progress) {}

  /** After every epoch, its validation included. */
  default void onEpoch(Epoch epoch) {}

  /**
   * After every epoch, its validation included; calls {@link #onEpoch(Epoch)} unless overridden.
   *
   * @param weights a copy of every parameter as it was validated, made when it is asked for; to be
   *     asked before this returns
   */
  default void onEpoch(Epoch epoch, Supplier<Weights> weights) {
    onEpoch(epoch);
  }

  /** After the last epoch. */
  default void onEnd(History history) {}
}
