package dev.sortal.benchmarks;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What n-grams of characters are worth where words were not seen in training: one network over
 * words, over words with their n-grams, and a single layer over n-grams, each tested on the test
 * texts as they are and with a slip of the pen in every word of four letters or more.
 *
 * <p>Takes the folder of the data sets and the names of the sets.
 */
public final class UnseenWords {
  private static final int EPOCHS = 8;
  private static final int SHORTEST = 4;

  private UnseenWords() {}

  private static List<Layer> convolutions(Layer first) {
    return List.of(
        first,
        dropout(0.2),
        parallel(
            branch(conv1d(100, 2, Padding.SAME, RELU), globalMaxPool()),
            branch(conv1d(100, 3, Padding.SAME, RELU), globalMaxPool()),
            branch(conv1d(100, 4, Padding.SAME, RELU), globalMaxPool())),
        dropout(0.5));
  }

  private static Pipeline pipeline(String kind) {
    TextEncoder words = Words.withPunctuation().maxLength(50);
    Pipeline pipeline =
        switch (kind) {
          case "words" -> Pipeline.text(words).network(convolutions(embedding(64)));
          case "subwords" ->
              Pipeline.text(HashedSubwords.of(words).buckets(1 << 16))
                  .network(convolutions(embeddingBag(64, BagMode.MEAN)));
          default ->
              Pipeline.text(HashedNgrams.of(words).tfIdf().characterWeight(0.7).buckets(1 << 16))
                  .network(embeddingBag(64, BagMode.SUM));
        };
    return pipeline
        .optimizer(Optimizer.adam().lazyEmbeddings())
        .learningRate(kind.equals("words") ? 0.001 : 0.003)
        .epochs(EPOCHS)
        .seed(1);
  }

  /** A letter doubled, left out or swapped with the next, within a word. */
  static String slip(String word, SplitMix64 random) {
    int at = 1 + random.below(word.length() - 2);
    return switch (random.below(3)) {
      case 0 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      case 1 -> word.substring(0, at) + word.substring(at + 1);
      default ->
          word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    };
  }

  private static Dataset misspelt(Dataset test) {
    SplitMix64 random = new SplitMix64(7);
    List<Example> examples = new ArrayList<>();
    for (Example example : test.toList()) {
      StringBuilder text = new StringBuilder();
      for (String word : example.text().split(" ", -1)) {
        boolean isLong = word.length() >= SHORTEST && word.chars().allMatch(Character::isLetter);
        text.append(isLong ? slip(word, random) : word).append(' ');
      }
      examples.add(Example.text(text.toString().strip()).labelled(String.valueOf(example.label())));
    }
    return Dataset.of(examples);
  }

  /** Runs it. */
  public static void main(String[] args) {
    System.out.printf("%-10s %-10s %8s %9s %8s%n", "set", "input", "test", "misspelt", "seconds");
    for (int i = 1; i < args.length; i++) {
      Path folder = Path.of(args[0], args[i]);
      Dataset test = Dataset.csv(folder.resolve("test.csv"));
      Dataset misspelt = misspelt(test);
      for (String kind : List.of("words", "subwords", "n-grams")) {
        long start = System.nanoTime();
        try (Classifier classifier =
            pipeline(kind).train(Dataset.csv(folder.resolve("train.csv")))) {
          double seconds = (System.nanoTime() - start) / 1e9;
          System.out.printf(
              Locale.ROOT,
              "%-10s %-10s %8.1f %9.1f %8.0f%n",
              args[i],
              kind,
              100 * classifier.evaluate(test).accuracy(),
              100 * classifier.evaluate(misspelt).accuracy(),
              seconds);
        }
      }
    }
  }
}
