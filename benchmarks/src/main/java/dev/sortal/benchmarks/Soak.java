package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * 1,000,000 predictions from 8 threads, with the resident memory of the process after each tenth.
 *
 * <p>Run it with a heap that does not grow, so that growth is native: {@code -Xms256m -Xmx256m
 * -XX:+AlwaysPreTouch}. Linux only.
 */
public final class Soak {
  private static final int THREADS = 8;
  private static final int PARTS = 10;
  private static final int CALLS = 1_000_000 / PARTS / THREADS;

  private Soak() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<Example> examples = ReferenceModel.examples(4000);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Classifier classifier =
        Pipeline.text().network(Presets.kerasText()).epochs(1).train(Dataset.of(examples))) {
      part(classifier, examples, threads);
      long first = residentKilobytes();
      System.out.printf(Locale.ROOT, "warm: %,d KB%n", first);
      for (int part = 1; part <= PARTS; part++) {
        part(classifier, examples, threads);
        long now = residentKilobytes();
        System.out.printf(
            Locale.ROOT,
            "%,9d predictions: %,d KB (%+.1f %%)%n",
            part * CALLS * THREADS,
            now,
            100.0 * (now - first) / first);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void part(Classifier classifier, List<Example> examples, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Future<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int offset = thread * 500;
      calls.add(
          threads.submit(
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  classifier.classify(examples.get((i + offset) % examples.size()));
                }
              }));
    }
    for (Future<?> call : calls) {
      call.get();
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("This system tells no resident memory.");
  }
}
