package dev.sortal.integration;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads the engines in the order of the arguments, then trains on all of them and predicts with all
 * of them at the same time; see {@link ClassPathTest}.
 */
final class LoadOrderJob {
  private static final int ROUNDS = 20;

  private LoadOrderJob() {}

  public static void main(String[] engines) throws InterruptedException, ExecutionException {
    List<Example> texts = Reviews.examples(50, 2);
    Map<String, List<float[]>> alone = new LinkedHashMap<>();
    for (String engine : engines) {
      try (Classifier classifier = train(engine)) {
        classifier.save(file(engine));
        alone.put(engine, predict(classifier, texts));
      }
    }
    List<Callable<String>> jobs = new ArrayList<>();
    alone.forEach(
        (engine, expected) -> {
          jobs.add(
              () -> {
                try (Classifier classifier = train(engine)) {
                  requireEqual(engine + ", trained", predict(classifier, texts), expected);
                }
                return engine + " trained";
              });
          jobs.add(
              () -> {
                try (Classifier classifier =
                    Classifier.load(file(engine), BackendChoice.named(engine))) {
                  for (int i = 0; i < ROUNDS; i++) {
                    requireEqual(engine + ", served", predict(classifier, texts), expected);
                  }
                }
                return engine + " served";
              });
        });
    ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
    try {
      for (Future<String> job : threads.invokeAll(jobs)) {
        System.out.println("As when alone: " + job.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Path file(String engine) {
    return Path.of(engine + ".sortal");
  }

  private static Classifier train(String engine) {
    return Pipeline.text()
        .network(Presets.kimCnn())
        .epochs(2)
        .backend(engine)
        .train(Dataset.of(Reviews.examples(200, 1)));
  }

  private static List<float[]> predict(Classifier classifier, List<Example> texts) {
    return texts.stream().map(classifier::classify).map(Prediction::probabilities).toList();
  }

  private static void requireEqual(String what, List<float[]> actual, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      if (!Arrays.equals(actual.get(i), expected.get(i))) {
        throw new IllegalStateException(what + ": another answer for text " + i);
      }
    }
  }
}
