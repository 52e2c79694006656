package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.metrics.Calibration;
import dev.sortal.metrics.Comparison;
import dev.sortal.metrics.CoveragePoint;
import dev.sortal.metrics.Evaluation;
import dev.sortal.text.Words;
import dev.sortal.training.Monitor;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains the same network on two data sets, calibrates it on rows that it was not trained on, and
 * prints what that does to the test rows: log loss and calibration error, and how many rows it
 * answers at what accuracy when it abstains from the others.
 *
 * <p>Takes the folder of the data sets.
 */
public final class Calibrating {
  private static final double[] TARGETS = {0.95, 0.98};

  private Calibrating() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    for (String name : new String[] {"trec", "banking77"}) {
      Split parts =
          Dataset.csv(folder.resolve(name).resolve("train.csv"))
              .split(Split.random().train(0.85).validation(0.15).seed(1));
      Dataset test = Dataset.csv(folder.resolve(name).resolve("test.csv"));
      Pipeline pipeline =
          Pipeline.text(Words.withPunctuation().maxLength(50))
              .preset("kimCnn")
              .epochs(15)
              .patience(3)
              .monitor(Monitor.VALIDATION_ACCURACY)
              .seed(1);
      try (Classifier plain = pipeline.train(new Split(parts.train(), parts.validation(), test))) {
        print(name + ", as trained", plain, parts.validation(), test);
        for (Calibration calibration : Calibration.values()) {
          Classifier calibrated = plain.calibrated(parts.validation(), calibration);
          print(name + ", " + calibration, calibrated, parts.validation(), test);
          Comparison<Evaluation> comparison =
              Comparison.of(plain.evaluate(test), calibrated.evaluate(test));
          System.out.printf(
              Locale.ROOT,
              "  log loss against as trained: %s%n",
              comparison.difference(Evaluation::logLoss));
        }
      }
    }
  }

  private static void print(String name, Classifier classifier, Dataset validation, Dataset test) {
    Evaluation evaluation = classifier.evaluate(test);
    System.out.printf(
        Locale.ROOT,
        "%s%n  accuracy %s%n  log loss %s%n  calibration error %s%n  Brier %s%n",
        name,
        evaluation.interval(Evaluation::accuracy),
        evaluation.interval(Evaluation::logLoss),
        evaluation.interval(Evaluation::calibrationError),
        evaluation.interval(Evaluation::brier));
    Evaluation chosenOn = classifier.evaluate(validation);
    for (double target : TARGETS) {
      double confidence = chosenOn.confidenceFor(target).orElse(1);
      CoveragePoint point = evaluation.coverageAt(confidence);
      System.out.printf(
          Locale.ROOT,
          "  for %.2f: below %.3f it abstains; it answers %.3f, %.4f of these right%n",
          target,
          confidence,
          point.coverage(),
          point.accuracy());
    }
  }
}
