package dev.sortal.engine;

import dev.sortal.spi.Device;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.Set;

/**
 * A network loaded into an engine that computes gradients and leaves the update of its weights to
 * {@link GradientTraining}; for one thread at a time.
 */
public interface GradientEngine extends AutoCloseable {
  /** The device that it runs on, never {@code auto}. */
  Device device();

  /**
   * One forward and one backward pass.
   *
   * @param step what is read
   * @param logits where the logits of training mode go, from index 0: rows x outputs
   * @param gradients where the gradient of every trained parameter goes: {@link Updater#gradient},
   *     for an embedding {@link Updater#addRows}
   * @return the loss
   */
  double gradients(StepRows step, FloatBuffer logits, Updater gradients);

  /** Computes logits in evaluation mode. */
  void logits(InputRows inputs, FloatBuffer into);

  /** Takes over what the last step changed of all parameters: {@link Updater#storeChanged}. */
  void update(Updater from);

  /** Takes over the values of these parameters. */
  void replace(Updater from, Set<String> names);

  /** Frees what it holds; called once. */
  @Override
  void close();
}
