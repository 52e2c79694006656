package dev.sortal.cli;

import dev.sortal.engine.NativeCache;
import dev.sortal.engine.Platform;
import dev.sortal.error.BackendException;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Device;
import dev.sortal.spi.TrainingBackend;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which engines are there, whether they load, and on what they run. */
@Command(
    name = "doctor",
    description = "Says which engines are there, whether they load, and on what they run.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Java %s (%s), %s%n",
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("java.home"));
    String libc = Platform.libc();
    out.printf(
        "%s %s, %s%s%n",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Platform.here(),
        libc.isEmpty() ? "" : ", " + libc);
    out.printf(
        "Natives unpack to %s (-D%s=FOLDER names another)%n",
        NativeCache.root(), NativeCache.PROPERTY);
    List<Backend> backends = Backends.available();
    boolean usable = false;
    for (Backend backend : backends) {
      usable |= examine(backend, out);
    }
    if (backends.isEmpty()) {
      out.println("\nNo backend found: add sortal-backend-onnx to the class path.");
    }
    out.flush();
    return usable ? 0 : 1;
  }

  /** Says what there is to say of one backend, and whether it can be used. */
  private static boolean examine(Backend backend, PrintWriter out) {
    out.printf("%nBackend %s: %s%n", backend.name(), backend.engine());
    line(out, "found in", Backends.location(backend));
    line(out, "can", backend instanceof TrainingBackend ? "train and serve" : "serve");
    out.print(backend.diagnosis());
    if (backend.spiVersion() != Backend.SPI_VERSION) {
      line(
          out,
          "unusable",
          "built for SPI version "
              + backend.spiVersion()
              + ", expected "
              + Backend.SPI_VERSION
              + "; update its jar");
      return false;
    }
    try {
      List<Device> devices = backend.devices();
      line(out, "loads", "yes");
      line(out, "devices", devices.toString());
      return true;
    } catch (BackendException failure) {
      // What follows the first line is the diagnosis, which stands above already.
      line(
          out,
          "loads",
          "no: " + String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
      return false;
    }
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-10s %s%n", name, text);
  }
}
