package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir Path folder;

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS in " + STATUS);
  }

  private Path model() {
    Path file = folder.resolve("model.sortal");
    try (Classifier classifier =
        Pipeline.text()
            .network(Presets.kerasText())
            .epochs(1)
            .train(Dataset.of(Reviews.examples(200, 1)))) {
      classifier.save(file);
    }
    return file;
  }

  @Test
  void stays_flat_over_100_000_predictions() throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "Skipped: this system has no " + STATUS + ".");
    List<Example> examples = Reviews.examples(500, 3);
    try (Classifier classifier = Classifier.load(model())) {
      predict(classifier, examples, 20_000);
      long before = residentKilobytes();
      predict(classifier, examples, 100_000);
      assertThat(residentKilobytes() - before).isLessThan(20_000);
    }
  }

  private static void predict(Classifier classifier, List<Example> examples, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(classifier.classify(examples.get(i % examples.size())).probability()).isPositive();
    }
  }

  @Test
  void stays_flat_over_200_openings() throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "Skipped: this system has no " + STATUS + ".");
    Path file = model();
    open(file, 50);
    long before = residentKilobytes();
    open(file, 200);
    assertThat(residentKilobytes() - before).isLessThan(30_000);
  }

  private static void open(Path file, int count) {
    for (int i = 0; i < count; i++) {
      try (Classifier classifier = Classifier.load(file)) {
        assertThat(classifier.classify("a film").probability()).isPositive();
      }
    }
  }
}
