package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.spec.PoolScope;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wide and deep networks over n-grams of words and characters, from texts to a saved file. */
class BagsOfNgramsTest {
  private static final Pipeline PIPELINE =
      Pipeline.of(
              HashedSubwords.of(Words.standard().maxLength(8)).characters(3, 4).buckets(2000),
              HashedNgrams.of(Words.standard().maxLength(8)).name("ngrams").tfIdf().buckets(4000))
          .network(
              parallel(
                  branch(
                      from("text"),
                      embeddingBag(8, BagMode.MEAN),
                      dropout(0.1, DropoutUnit.POSITIONS),
                      parallel(
                          branch(conv1d(8, 2, Padding.FULL, RELU), globalMaxPool()),
                          branch(globalAveragePool(PoolScope.TOKENS)))),
                  branch(from("ngrams"), embeddingBag(8, BagMode.SUM))),
              dense(16, RELU))
          .optimizer(Optimizer.adam().lazyEmbeddings())
          .learningRate(0.01)
          .epochs(4);
  private static final Dataset TEST = Dataset.of(texts(200, 2));

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  /** Words end at random, so that most are new to a trained classifier: their stems tell. */
  private static List<Example> texts(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean sports = random.below(2) == 0;
      String stem =
          (sports ? List.of("football", "tennis") : List.of("garden", "flower"))
              .get(random.below(2));
      String ending = Integer.toString(random.below(100_000), 36);
      examples.add(
          Example.text("a fine " + stem + ending + " for you")
              .labelled(sports ? "sports" : "plants"));
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void carry_what_unseen_words_mean_on_every_engine(String engine) {
    Path file = folder.resolve("ngrams.sortal");
    try (Classifier classifier = PIPELINE.backend(engine).train(Dataset.of(texts(600, 1)))) {
      assertThat(classifier.evaluate(TEST).accuracy()).isGreaterThan(0.95);
      classifier.save(file);
      List<Example> shown = new ArrayList<>(TEST.toList().subList(0, 20));
      shown.add(Example.text(""));
      shown.add(Example.text("qqq"));
      for (String server : Engines.ALL) {
        try (Classifier loaded = Classifier.load(file, BackendChoice.named(server))) {
          for (Example example : shown) {
            assertThat(loaded.classify(example).probability("sports"))
                .isCloseTo(classifier.classify(example).probability("sports"), Offset.offset(1e-5));
          }
        }
      }
    }
  }
}
