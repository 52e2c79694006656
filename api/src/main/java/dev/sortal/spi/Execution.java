package dev.sortal.spi;

/**
 * On what a session runs.
 *
 * <p>Threads are the session's own on ONNX Runtime. TensorFlow and PyTorch have one pool for the
 * process: the first session that is opened sizes it, and later sessions share it whatever they ask
 * for.
 *
 * @param device the device that is asked for; a GPU that is asked for and absent is an error
 * @param threads the engine's threads for one call, at least 1; small networks are fastest with 1,
 *     and only 1 is bit-equal from run to run on every engine
 */
public record Execution(Device device, int threads) {
  public Execution {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads + ".");
    }
  }

  /** The CPU with one thread. */
  public static Execution cpu() {
    return new Execution(Device.cpu(), 1);
  }
}
