package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Device;
import dev.sortal.tck.Agreement;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A GPU gives the numbers of the CPU. Runs where an engine has a GPU: with {@code -Pgpu}, which
 * puts natives for CUDA on the class path, on a machine with an NVIDIA card.
 */
class GpuTest {
  static List<String> engines() {
    return Engines.TRAINING;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void trains_and_serves_as_the_cpu_does(String engine, @TempDir Path folder) {
    List<Device> devices = Backends.choose(BackendChoice.named(engine)).devices();
    Assumptions.assumeTrue(
        devices.contains(Device.gpu(0)),
        "Skipped: " + engine + " has no GPU here, only " + devices + "; see docs/gpu.md.");
    Path file = folder.resolve("model.sortal");
    List<Example> texts = Reviews.examples(40, 2);
    List<float[]> expected;
    try (Classifier classifier = train(engine, Device.cpu())) {
      expected = predict(classifier, texts);
    }
    try (Classifier classifier = train(engine, Device.gpu(0))) {
      assertThat(classifier.device()).isEqualTo(Device.gpu(0));
      assertAgree("trained on the GPU", predict(classifier, texts), expected);
      classifier.save(file);
    }
    try (Classifier classifier =
        Classifier.load(file, BackendChoice.named(engine).on(Device.auto()))) {
      assertThat(classifier.device()).isEqualTo(Device.gpu(0));
      assertAgree("served on the GPU", predict(classifier, texts), expected);
    }
  }

  private static Classifier train(String engine, Device device) {
    return Pipeline.text()
        .network(Presets.kimCnn())
        .epochs(3)
        .backend(engine)
        .device(device)
        .train(Dataset.of(Reviews.examples(200, 1)));
  }

  private static List<float[]> predict(Classifier classifier, List<Example> texts) {
    return texts.stream().map(classifier::classify).map(Prediction::probabilities).toList();
  }

  private static void assertAgree(String what, List<float[]> actual, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      Agreement.assertAgree(
          what + ", text " + i,
          FloatBuffer.wrap(actual.get(i)),
          FloatBuffer.wrap(expected.get(i)),
          expected.get(i).length);
    }
  }
}
