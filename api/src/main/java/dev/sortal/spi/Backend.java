package dev.sortal.spi;

import dev.sortal.spec.Network;
import dev.sortal.tensor.Weights;
import java.util.List;

/**
 * An engine that serves networks; one that also trains them is a {@link TrainingBackend}.
 *
 * <p>Found through {@link java.util.ServiceLoader}: the constructor loads no native library, opens
 * no file and reaches no network. Safe for threads.
 *
 * <pre>{@code
 * Backend backend = Backends.choose(BackendChoice.any());
 * try (InferenceSession session = backend.open(network, weights, Execution.cpu())) {
 *   session.logits(batch, into);
 * }
 * }</pre>
 */
public interface Backend {
  /** The version of this package that a backend is compiled against. */
  int SPI_VERSION = 1;

  /** {@link #SPI_VERSION}, as compiled into the backend. */
  int spiVersion();

  /** The name by which users choose it: lower case, {@code onnx}. */
  String name();

  /** The engine and its version, {@code ONNX Runtime 1.23.2}, without loading it. */
  String engine();

  /**
   * The devices that the engine really has here, the CPU first. Loads the engine.
   *
   * @throws dev.sortal.error.BackendException if it cannot be loaded; the message says why
   */
  List<Device> devices();

  /**
   * What helps where the engine does not load, in lines for people: natives, platform, what a GPU
   * needs. Loads nothing.
   */
  default String diagnosis() {
    return "";
  }

  /**
   * Loads a network for inference.
   *
   * @throws dev.sortal.error.BackendException if the engine cannot be loaded, lacks the device (the
   *     message names the missing piece) or lacks a layer (the message names it)
   * @throws IllegalArgumentException if the weights are not those of the network; see {@link
   *     Network#requireFits}
   */
  InferenceSession open(Network network, Weights weights, Execution execution);
}
