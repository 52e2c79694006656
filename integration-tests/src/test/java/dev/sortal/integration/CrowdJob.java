package dev.sortal.integration;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trains, then classifies with 64 threads at once; see {@link CheckedJniTest}. */
final class CrowdJob {
  private CrowdJob() {}

  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    List<Example> examples = Reviews.examples(100, 2);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    String engine = arguments[0];
    Path file = Path.of("crowd.sortal");
    try (Classifier trained =
        Pipeline.text()
            .network(Presets.kerasText())
            .epochs(1)
            .backend(Engines.trainerFor(engine))
            .train(Dataset.of(Reviews.examples(200, 1)))) {
      trained.save(file);
    }
    try (Classifier classifier = Classifier.load(file, BackendChoice.named(engine))) {
      List<String> expected =
          examples.stream().map(example -> classifier.classify(example).toString()).toList();
      List<Future<Boolean>> results = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        results.add(
            threads.submit(
                () -> {
                  List<String> answers =
                      examples.stream()
                          .map(example -> classifier.classify(example).toString())
                          .toList();
                  return answers.equals(expected);
                }));
      }
      for (Future<Boolean> result : results) {
        if (!result.get()) {
          throw new IllegalStateException("A thread got another answer.");
        }
      }
      System.out.println("All answers equal");
    } finally {
      threads.shutdownNow();
    }
  }
}
