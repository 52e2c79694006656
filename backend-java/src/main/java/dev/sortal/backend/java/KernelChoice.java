package dev.sortal.backend.java;

import dev.sortal.error.BackendException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernels this JVM uses: vector instructions where it was started with {@code --add-modules
 * jdk.incubator.vector} and {@link KernelCheck} has nothing against them, else plain loops. Safe
 * for threads.
 *
 * <p>The property {@value #PROPERTY} names one of them: {@code plain} or {@code vector}.
 */
final class KernelChoice {
  static final String PROPERTY = "sortal.java.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String MODULE = "jdk.incubator.vector";
  private static @Nullable Supplier<Kernels> checked;

  private KernelChoice() {}

  /**
   * Makes kernels for a thread. The first call in a JVM with the module takes about a second.
   *
   * @throws BackendException if the property names none, or vector instructions without the module
   */
  static Supplier<Kernels> kernels() {
    String name = System.getProperty(PROPERTY, "");
    return switch (name) {
      case "" -> checked();
      case "plain" -> PlainKernels::new;
      case "vector" -> {
        if (!hasModule()) {
          throw refused(name, "this JVM lacks the module", "Start it with --add-modules " + MODULE);
        }
        checked(); // Until the JIT compiler has translated them they are very slow.
        yield VectorKernels::new;
      }
      default ->
          throw refused(name, "there are none of that name", "Leave the property out to choose");
    };
  }

  private static BackendException refused(String name, String why, String next) {
    return new BackendException(
        "Backend \"java\" has no kernels \""
            + name
            + "\" ("
            + why
            + "): -D"
            + PROPERTY
            + " is expected to be plain, or vector where the module is. "
            + next
            + ".");
  }

  private static boolean hasModule() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  private static synchronized Supplier<Kernels> checked() {
    Supplier<Kernels> known = checked;
    if (known == null) {
      known = hasModule() ? check(VectorKernels::new, PATIENCE) : PlainKernels::new;
      checked = known;
      LOG.debug("Backend \"java\" computes with {}.", known.get().name());
    }
    return known;
  }

  /** Those kernels, or plain loops if something speaks against them. */
  static Supplier<Kernels> check(Supplier<Kernels> kernels, Duration patience) {
    String objection = new KernelCheck(kernels.get(), patience).objection();
    if (objection.isEmpty()) {
      return kernels;
    }
    LOG.warn(
        "Backend \"java\" computes with plain loops in place of {}: {}. -D{}=vector insists.",
        kernels.get().name(),
        objection,
        PROPERTY);
    return PlainKernels::new;
  }
}
