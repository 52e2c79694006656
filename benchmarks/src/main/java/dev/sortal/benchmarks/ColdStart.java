package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.spec.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From the start of a JVM to the first prediction of a saved classifier: whole processes.
 *
 * <p>With a file as argument it is the process that is measured.
 */
public final class ColdStart {
  private static final int RUNS = 11;

  private ColdStart() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      try (Classifier classifier = Classifier.load(Path.of(arguments[0]))) {
        System.out.println(classifier.classify("word17 word4 word233"));
      }
      return;
    }
    Path file = Files.createTempFile("cold", ".sortal");
    try {
      try (Classifier classifier =
          Pipeline.text()
              .network(Presets.kerasText())
              .epochs(1)
              .train(Dataset.of(ReferenceModel.examples(8000)))) {
        classifier.save(file);
      }
      measure(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void measure(Path file) throws IOException, InterruptedException {
    double[] seconds = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      int exit =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ColdStart.class.getName(),
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      seconds[run] = (System.nanoTime() - start) * 1e-9;
      if (exit != 0) {
        throw new IllegalStateException("The process failed with exit code " + exit + ".");
      }
    }
    System.out.printf(
        Locale.ROOT,
        "JVM start to exit after the first prediction: median %.2f s, slowest %.2f s%n",
        Measure.quantile(seconds, 0.5),
        Measure.quantile(seconds, 1));
  }
}
