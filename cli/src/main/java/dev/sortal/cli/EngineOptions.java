package dev.sortal.cli;

import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine to take, for every command that runs a network. */
final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The engine; by default the first one found (see 'sortal doctor').")
  @Nullable String backend;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, gpu, gpu:N or auto; by default cpu.")
  String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Engine threads for a call; by default 1, which repeats to the bit.")
  int threads = 1;

  BackendChoice choice() {
    BackendChoice choice = BackendChoice.any().on(Device.parse(device)).threads(threads);
    return backend == null ? choice : choice.name(backend);
  }
}
