package dev.sortal.integration;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.spi.BackendChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Trains, saves, loads and classifies in a process that has no network; see {@link OfflineTest}.
 */
final class OfflineJob {
  private OfflineJob() {}

  public static void main(String[] arguments) throws IOException {
    try {
      InetAddress address = InetAddress.getByName("example.org");
      throw new IllegalStateException("There is a network after all: " + address);
    } catch (UnknownHostException expected) {
      System.out.println("No network: " + expected.getMessage());
    }
    Path file = Path.of("offline.sortal");
    try (Classifier classifier =
        Pipeline.text()
            .network(embedding(8), globalMaxPool())
            .epochs(2)
            .backend(Engines.trainerFor(arguments[0]))
            .train(Dataset.of(Reviews.examples(200, 1)))) {
      classifier.save(file);
    }
    try (Classifier classifier = Classifier.load(file, BackendChoice.named(arguments[0]))) {
      System.out.println("Classified: " + classifier.classify("a wonderful film"));
    }
  }
}
