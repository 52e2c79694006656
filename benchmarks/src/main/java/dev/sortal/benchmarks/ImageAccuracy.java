package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.SplitRule;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.training.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains on two data sets of handwritten digits and prints accuracy and seconds, each as the mean
 * of several seeds, beside kernel and neighbour baselines.
 *
 * <p>Takes the folder of the data sets, how many seeds (by default 3), and {@code held-out} to
 * judge with a fifth of the training images in place of the test images: that is how the settings
 * were chosen; the test images were read for the table only.
 */
public final class ImageAccuracy {
  /** A data set with the baselines' accuracy in percent. */
  private record Task(
      String name, Dataset train, Dataset test, Pipeline pipeline, String baselines) {}

  private ImageAccuracy() {}

  /** Pages of digits are never mirrored; a little shift and rotation is what hands do. */
  private static Pipeline pipeline(Images images, String preset, int epochs) {
    return Pipeline.of(images.augment(Augmentation.none().shift(0.1).rotate(10)))
        .preset(preset)
        .epochs(epochs)
        .monitor(Monitor.VALIDATION_ACCURACY);
  }

  private static List<Task> tasks(Path data) {
    Path digits = data.resolve("optdigits");
    Path mnist = data.resolve("mnist_small");
    return List.of(
        new Task(
            "optdigits",
            Dataset.csv(digits.resolve("train.csv")).pixels("p", 8, 8, 16),
            Dataset.csv(digits.resolve("test.csv")).pixels("p", 8, 8, 16),
            pipeline(Images.grey(8, 8), "smallResNet", 20),
            "1-NN 98.0, SVM of radial basis functions 97.94"),
        new Task(
            "mnist_small",
            Dataset.imageFolders(mnist.resolve("train")),
            Dataset.imageFolders(mnist.resolve("test")),
            pipeline(Images.grey(28, 28), "leNet", 20),
            "1-NN 89.3, SVM of radial basis functions 93.8"));
  }

  public static void main(String[] arguments) {
    int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    boolean heldOut = arguments.length > 2 && arguments[2].equals("held-out");
    for (Task task : tasks(Path.of(arguments[0]))) {
      List<Double> accuracies = new ArrayList<>();
      double seconds = 0;
      for (int seed = 1; seed <= seeds; seed++) {
        Split parts =
            heldOut
                ? task.train().split(SplitRule.random().train(0.8).validation(0).seed(99))
                : Split.of(task.train(), task.test());
        long start = System.nanoTime();
        try (Classifier classifier = task.pipeline().seed(seed).train(parts)) {
          seconds += (System.nanoTime() - start) * 1e-9 / seeds;
          accuracies.add(100 * classifier.evaluate(parts.test()).accuracy());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%-12s accuracy %.2f (%s), %.0f seconds; %s%n",
          task.name(),
          accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
          accuracies.stream()
              .map(accuracy -> String.format(Locale.ROOT, "%.2f", accuracy))
              .reduce((one, other) -> one + " " + other)
              .orElseThrow(),
          seconds,
          task.baselines());
    }
  }
}
