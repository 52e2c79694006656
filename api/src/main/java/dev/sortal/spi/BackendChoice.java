package dev.sortal.spi;

import org.jspecify.annotations.Nullable;

/**
 * Which engine to take, and on what it runs.
 *
 * <pre>{@code
 * BackendChoice choice = BackendChoice.named("onnx").on(Device.gpu(0)).threads(2);
 * }</pre>
 *
 * @param name the engine's name, or null for the first one found
 * @param instance the engine itself, or null to look for one
 * @param classLoader where to look first, or null for the thread's context class loader
 * @param execution the device and the number of threads
 */
public record BackendChoice(
    @Nullable String name,
    @Nullable Backend instance,
    @Nullable ClassLoader classLoader,
    Execution execution) {

  /** The first engine on the class path, on the CPU with one thread. */
  public static BackendChoice any() {
    return new BackendChoice(null, null, null, Execution.cpu());
  }

  /** The engine of that name. */
  public static BackendChoice named(String name) {
    return any().name(name);
  }

  /** This very engine. */
  public static BackendChoice of(Backend backend) {
    return new BackendChoice(null, backend, null, Execution.cpu());
  }

  /** This choice with the engine of that name; an instance is forgotten. */
  public BackendChoice name(String name) {
    return new BackendChoice(name, null, classLoader, execution);
  }

  /** This choice on that device. */
  public BackendChoice on(Device device) {
    return new BackendChoice(
        name, instance, classLoader, new Execution(device, execution.threads()));
  }

  /** This choice with that many engine threads for a call. */
  public BackendChoice threads(int threads) {
    return new BackendChoice(
        name, instance, classLoader, new Execution(execution.device(), threads));
  }

  /** This choice, looking for engines in that class loader first. */
  public BackendChoice classLoader(ClassLoader classLoader) {
    return new BackendChoice(name, instance, classLoader, execution);
  }
}
