package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.training.Monitor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Trains presets with texts of similar length in a batch and with plain shuffling, by the same
 * seeds, and prints test accuracy (mean and standard deviation over seeds, and of the difference
 * seed by seed) and the processor time of the training thread.
 *
 * <p>Takes the folder of the data sets, how many seeds there are, the engine, the preset, epochs,
 * and data sets by name.
 */
public final class BatchOrder {
  private BatchOrder() {}

  /** The accuracy in percent and the processor seconds of a training. */
  private record Trained(double accuracy, double seconds) {}

  private static Trained train(Path folder, Pipeline common, boolean isBucketed, long seed) {
    Pipeline pipeline = common.bucketing(isBucketed).seed(seed);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Dataset training = Dataset.csv(folder.resolve("train.csv"));
    Dataset test = Dataset.csv(folder.resolve("test.csv"));
    long start = threads.getCurrentThreadCpuTime();
    try (Classifier classifier = pipeline.train(training)) {
      double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
      return new Trained(100 * classifier.evaluate(test).accuracy(), seconds);
    }
  }

  private static String spread(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
    return String.format(Locale.ROOT, "%6.2f (%.2f)", mean, deviation);
  }

  public static void main(String[] arguments) {
    Path data = Path.of(arguments[0]);
    int seeds = Integer.parseInt(arguments[1]);
    String engine = arguments[2];
    String preset = arguments[3];
    int epochs = Integer.parseInt(arguments[4]);
    Pipeline common =
        Pipeline.text()
            .preset(preset)
            .epochs(epochs)
            .monitor(Monitor.VALIDATION_ACCURACY)
            .backend(engine);
    System.out.println(
        Backends.chooseForTraining(BackendChoice.named(engine)).engine()
            + ", "
            + preset
            + ", "
            + epochs
            + " epochs, "
            + seeds
            + " seeds");
    System.out.printf(
        Locale.ROOT,
        "%-10s %14s %14s %14s %8s %8s%n",
        "data set",
        "plain",
        "bucketed",
        "difference",
        "plain s",
        "bucket s");
    for (String set : Arrays.copyOfRange(arguments, 5, arguments.length)) {
      double[] plain = new double[seeds];
      double[] bucketed = new double[seeds];
      double[] seconds = new double[2];
      for (int seed = 0; seed < seeds; seed++) {
        Trained one = train(data.resolve(set), common, false, seed + 1);
        Trained other = train(data.resolve(set), common, true, seed + 1);
        plain[seed] = one.accuracy();
        bucketed[seed] = other.accuracy();
        seconds[0] += one.seconds() / seeds;
        seconds[1] += other.seconds() / seeds;
      }
      double[] differences = new double[seeds];
      Arrays.setAll(differences, seed -> bucketed[seed] - plain[seed]);
      System.out.printf(
          Locale.ROOT,
          "%-10s %14s %14s %14s %8.1f %8.1f%n",
          set,
          spread(plain),
          spread(bucketed),
          spread(differences),
          seconds[0],
          seconds[1]);
    }
  }
}
