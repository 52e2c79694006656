package dev.sortal.cli;

import dev.sortal.error.BackendException;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Backends;
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
        "Java      %s (%s) on %s %s%n",
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
    out.printf("Java home %s%n", System.getProperty("java.home"));
    out.printf("Natives unpack to %s%n", System.getProperty("java.io.tmpdir"));
    List<Backend> backends = Backends.available();
    boolean usable = false;
    for (Backend backend : backends) {
      out.printf("%nBackend %s: %s%n", backend.name(), backend.engine());
      out.printf("  found in   %s%n", Backends.location(backend));
      out.printf(
          "  can        %s%n", backend instanceof TrainingBackend ? "train and serve" : "serve");
      if (backend.spiVersion() != Backend.SPI_VERSION) {
        out.printf(
            "  cannot be used: built for SPI version %d, expected %d; update its jar%n",
            backend.spiVersion(), Backend.SPI_VERSION);
        continue;
      }
      try {
        out.printf("  devices    %s%n", backend.devices());
        usable = true;
      } catch (BackendException failure) {
        out.printf("  does not load: %s%n", failure.getMessage());
      }
    }
    if (backends.isEmpty()) {
      out.println("\nNo backend found: add sortal-backend-onnx to the class path.");
    }
    out.flush();
    return usable ? 0 : 1;
  }
}
