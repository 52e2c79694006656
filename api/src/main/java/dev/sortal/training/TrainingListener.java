package dev.sortal.training;

import dev.sortal.spi.Device;

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
   * Before the first step.
   *
   * @param backend the engine, with its version
   * @param device what it runs on
   * @param rows training rows
   * @param validationRows validation rows
   */
  default void onStart(String backend, Device device, int rows, int validationRows) {}

  /** After every step; must be quick. */
  default void onStep(Progress progress) {}

  /** After every epoch, its validation included. */
  default void onEpoch(Epoch epoch) {}

  /** After the last epoch. */
  default void onEnd(History history) {}
}
