package dev.sortal.benchmarks;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.spec.Padding;
import dev.sortal.text.Words;
import dev.sortal.training.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Trains one pipeline, the same settings for all, on five data sets and prints test accuracy and
 * macro F1 beside linear baselines (TF-IDF of words and word pairs, LinearSVC).
 *
 * <p>Takes the folder of the data sets and, optionally, how many seeds to average over. The
 * settings were chosen on held-out parts of the training files; the test files were read for this
 * table only.
 */
public final class Accuracy {
  /** A data set with the baseline's accuracy and macro F1 in percent. */
  private record Task(String name, double baselineAccuracy, double baselineF1) {}

  private static final List<Task> TASKS =
      List.of(
          new Task("sms_spam", 98.66, 97.04),
          new Task("trec", 90.80, 90.15),
          new Task("mr", 77.77, 77.77),
          new Task("banking77", 89.64, 89.67),
          new Task("thucnews_titles", 86.68, 86.68));

  private Accuracy() {}

  static Pipeline pipeline(long seed) {
    return Pipeline.text(Words.withPunctuation().maxLength(50))
        .network(
            embedding(128),
            dropout(0.2),
            parallel(
                branch(conv1d(100, 2, Padding.SAME, RELU), globalMaxPool()),
                branch(conv1d(100, 3, Padding.SAME, RELU), globalMaxPool()),
                branch(conv1d(100, 4, Padding.SAME, RELU), globalMaxPool())),
            dropout(0.5))
        .epochs(15)
        .patience(3)
        .monitor(Monitor.VALIDATION_ACCURACY)
        .seed(seed);
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    System.out.printf(
        Locale.ROOT,
        "%-16s %9s %9s %9s   %s%n",
        "data set",
        "accuracy",
        "macro F1",
        "seconds",
        "linear baseline: accuracy, macro F1");
    for (Task task : TASKS) {
      double accuracy = 0;
      double f1 = 0;
      double seconds = 0;
      for (int seed = 1; seed <= seeds; seed++) {
        long start = System.nanoTime();
        Dataset training = Dataset.csv(folder.resolve(task.name()).resolve("train.csv"));
        try (Classifier classifier = pipeline(seed).train(training)) {
          seconds += (System.nanoTime() - start) * 1e-9 / seeds;
          Evaluation evaluation =
              classifier.evaluate(Dataset.csv(folder.resolve(task.name()).resolve("test.csv")));
          accuracy += 100 * evaluation.accuracy() / seeds;
          f1 += 100 * evaluation.f1(Average.MACRO) / seeds;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%-16s %9.2f %9.2f %9.1f   %.2f, %.2f%n",
          task.name(),
          accuracy,
          f1,
          seconds,
          task.baselineAccuracy(),
          task.baselineF1());
    }
  }
}
