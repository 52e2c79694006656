package dev.sortal.benchmarks;

import dev.sortal.spi.Backend;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.TrainingBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The engines that the SDK trains on, each with the programs that use it without the SDK. */
final class Engines {
  private Engines() {}

  /** The names of those on the class path. */
  static List<String> names() {
    return Backends.available().stream()
        .filter(TrainingBackend.class::isInstance)
        .map(Backend::name)
        .toList();
  }

  static TrainingBackend backend(String name) {
    return Backends.chooseForTraining(BackendChoice.named(name));
  }

  /** The engine alone, the fastest way first. */
  static Map<String, Supplier<BareEngine>> bare(String name) {
    Map<String, Supplier<BareEngine>> bare = new LinkedHashMap<>();
    switch (name) {
      case "onnx" -> bare.put("bare ONNX Runtime", BareOnnx::new);
      case "tensorflow" -> bare.put("bare TensorFlow", BareTensorFlow::new);
      case "djl" -> {
        oneThread();
        bare.put("bare DJL", BareDjl::new);
        bare.put("DJL's Trainer", DjlTrainer::new);
      }
      default ->
          throw new IllegalArgumentException(
              "There is no engine \""
                  + name
                  + "\" to measure: expected onnx, tensorflow or djl. Name one of them.");
    }
    return bare;
  }

  /** PyTorch's pool is made once, by whoever loads it first. */
  private static void oneThread() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }
}
