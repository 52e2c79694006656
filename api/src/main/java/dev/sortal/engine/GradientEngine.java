package dev.sortal.engine;

import dev.sortal.spi.Device;
import java.nio.FloatBuffer;
import java.util.Set;

/**
 * A network loaded into an engine that computes gradients and leaves the update of its weights to
 * {@link GradientTraining}; for one thread at a time.
 *
 * <p>It reads weights from, and gives gradients to, the {@link dev.sortal.update.Updater} that it
 * was made with.
 */
public interface GradientEngine extends AutoCloseable {
  /** The device that it runs on, never {@code auto}. */
  Device device();

  /**
   * One forward and one backward pass. The gradient of every trained parameter goes to the updater:
   * to {@link dev.sortal.update.Updater#gradient}, for a table by {@link
   * dev.sortal.update.Updater#addRows} or {@link dev.sortal.update.Updater#addBags}.
   *
   * @param step what is read
   * @param logits where the logits of training mode go, from index 0: rows x outputs
   * @return the loss
   */
  double gradients(StepRows step, FloatBuffer logits);

  /** Computes logits in evaluation mode. */
  void logits(InputRows inputs, FloatBuffer into);

  /** Takes over what the updater's last step changed. */
  void update();

  /** Takes over the updater's values of these parameters. */
  void replace(Set<String> names);

  /** Frees what it holds; called once. */
  @Override
  void close();
}
