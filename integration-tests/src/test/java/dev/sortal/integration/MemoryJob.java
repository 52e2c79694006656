package dev.sortal.integration;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints how much resident memory grows over many predictions or openings; see the test.
 *
 * <p>A leak grows in every round of the same work; code that is compiled late and memory that is
 * kept for the next call do not. Hence the growth of the round that grew least counts.
 */
final class MemoryJob {
  private static final int ROUNDS = 4;

  static final Path STATUS = Path.of("/proc/self/status");

  private MemoryJob() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of("memory.sortal");
    String engine = arguments[2];
    try (Classifier classifier =
        Pipeline.text()
            .network(Presets.kerasText())
            .epochs(1)
            .backend(Engines.trainerFor(engine))
            .train(Dataset.of(Reviews.examples(200, 1)))) {
      classifier.save(file);
    }
    boolean openings = arguments[0].equals("openings");
    int count = Integer.parseInt(arguments[1]);
    work(engine, openings, file, count / ROUNDS);
    long before = residentKilobytes();
    long resident = before;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      work(engine, openings, file, count / ROUNDS);
      long after = residentKilobytes();
      least = Math.min(least, after - resident);
      resident = after;
    }
    System.out.println("before " + before + " KB, grown by " + least + " a round");
  }

  private static void work(String engine, boolean openings, Path file, int count) {
    if (openings) {
      for (int i = 0; i < count; i++) {
        predict(engine, file, 1);
      }
    } else {
      predict(engine, file, count);
    }
  }

  private static void predict(String engine, Path file, int count) {
    List<Example> examples = Reviews.examples(500, 3);
    try (Classifier classifier = Classifier.load(file, BackendChoice.named(engine))) {
      for (int i = 0; i < count; i++) {
        if (!(classifier.classify(examples.get(i % examples.size())).probability() > 0)) {
          throw new IllegalStateException("A prediction without a probability.");
        }
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS in " + STATUS);
  }
}
