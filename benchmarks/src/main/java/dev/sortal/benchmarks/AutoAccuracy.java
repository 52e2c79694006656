package dev.sortal.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.auto.Mode;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a pipeline without settings reaches on data sets of texts, by mode, and how long it takes:
 * on the clock, and in processor time of all threads.
 *
 * <p>Takes the folder of the data sets, modes with commas between them, how many seeds, how many
 * threads, the share of rows that are held back (0 saves the first of two trainings: the accuracy
 * is the same, but the probabilities are not calibrated), and the names of the sets, by default all
 * of the table. The test files are read for this table only.
 */
public final class AutoAccuracy {
  private static final List<String> SETS =
      List.of("mr", "trec", "sms_spam", "banking77", "thucnews_titles");

  private AutoAccuracy() {}

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }

  /** Runs it. */
  public static void main(String[] args) throws java.io.IOException {
    Path folder = Path.of(args[0]);
    int seeds = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    double validation = Double.parseDouble(args[4]);
    List<String> sets = args.length > 5 ? Arrays.asList(args).subList(5, args.length) : SETS;
    System.out.println(
        "set              mode      seed  accuracy  macro F1  log loss  seconds  processor"
            + "  MB");
    for (String name : sets) {
      Dataset training = Dataset.csv(folder.resolve(name).resolve("train.csv"));
      Dataset test = Dataset.csv(folder.resolve(name).resolve("test.csv"));
      for (String mode : args[1].split(",", -1)) {
        double[] sums = new double[6];
        for (int seed = 1; seed <= seeds; seed++) {
          Pipeline pipeline =
              Pipeline.auto(Mode.valueOf(mode)).seed(seed).threads(threads).validation(validation);
          double[] figures = figures(pipeline, training, test);
          print(name, mode, String.valueOf(seed), figures);
          Arrays.setAll(sums, i -> sums[i] + figures[i] / seeds);
        }
        print(name, mode, "mean", sums);
      }
    }
  }

  private static double[] figures(Pipeline pipeline, Dataset training, Dataset test)
      throws java.io.IOException {
    long start = System.nanoTime();
    double processor = cpuSeconds();
    Path file = Files.createTempFile("auto", ".sortal");
    try (Classifier classifier = pipeline.train(training)) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      double used = cpuSeconds() - processor;
      classifier.save(file);
      Evaluation evaluation = classifier.evaluate(test);
      return new double[] {
        100 * evaluation.accuracy(),
        100 * evaluation.f1(Average.MACRO),
        evaluation.logLoss(),
        seconds,
        used,
        Files.size(file) * 1e-6
      };
    } finally {
      Files.delete(file);
    }
  }

  private static void print(String name, String mode, String seed, double[] figures) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %-9s %4s %9.2f %9.2f %9.3f %8.1f %10.1f %5.1f%n",
        name,
        mode,
        seed,
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        figures[4],
        figures[5]);
  }
}
