package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.text.Bigrams;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What pairs of characters are worth in texts without spaces: the usual network over characters,
 * over pairs instead of them, and over both.
 *
 * <p>Takes the folder of a data set.
 */
public final class CharacterPairs {
  private CharacterPairs() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    System.out.printf("%-8s %9s %11s %8s%n", "pairs", "accuracy", "vocabulary", "seconds");
    for (Bigrams bigrams : Bigrams.values()) {
      Pipeline pipeline =
          Pipeline.text(
                  Words.withPunctuation()
                      .bigrams(bigrams)
                      .maxLength(bigrams == Bigrams.BESIDE ? 60 : 30))
              .epochs(6)
              .seed(1);
      long start = System.nanoTime();
      try (Classifier classifier = pipeline.train(Dataset.csv(folder.resolve("train.csv")))) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%-8s %9.1f %11d %8.0f%n",
            bigrams.name().toLowerCase(Locale.ROOT),
            100 * classifier.evaluate(Dataset.csv(folder.resolve("test.csv"))).accuracy(),
            classifier.network().parameters().get(0).shape().dimension(0),
            seconds);
      }
    }
  }
}
