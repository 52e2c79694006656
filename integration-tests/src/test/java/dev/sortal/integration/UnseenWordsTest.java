package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.spec.BagMode;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reviews of which every word of four letters or more is misspelt, as none was in training. */
class UnseenWordsTest {
  private static final Dataset TRAINING = Dataset.of(Reviews.examples(500, 1));
  private static final Dataset MISSPELT = Dataset.of(misspelt(Reviews.examples(300, 2)));
  private static final Pipeline SUBWORDS =
      Pipeline.text(HashedSubwords.of(Words.standard().maxLength(15)).buckets(5000))
          .network(embeddingBag(16, BagMode.MEAN), conv1d(16, 1, RELU), globalMaxPool())
          .learningRate(0.01)
          .epochs(8);
  private static final Pipeline NGRAMS =
      Pipeline.text(HashedNgrams.of(Words.standard().maxLength(15)).tfIdf().buckets(5000))
          .network(embeddingBag(8, BagMode.SUM))
          .learningRate(0.01)
          .epochs(8);

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  private static List<Example> misspelt(List<Example> examples) {
    SplitMix64 random = new SplitMix64(3);
    List<Example> misspelt = new ArrayList<>();
    for (Example example : examples) {
      List<String> words = new ArrayList<>();
      for (String word : example.text().split(" ", -1)) {
        words.add(word.length() < 4 ? word : misspelt(word, random));
      }
      misspelt.add(Example.text(String.join(" ", words)).labelled(String.valueOf(example.label())));
    }
    return misspelt;
  }

  /** One of the last two letters twice, or in the place of its neighbour. */
  private static String misspelt(String word, SplitMix64 random) {
    int last = word.length() - 1;
    return random.below(2) == 0
        ? word + word.charAt(last)
        : word.substring(0, last - 1) + word.charAt(last) + word.charAt(last - 1) + "s";
  }

  @ParameterizedTest
  @MethodSource("engines")
  void are_classified_by_their_parts_and_the_same_from_a_file(String engine) {
    for (Pipeline pipeline : List.of(SUBWORDS, NGRAMS)) {
      Path file = folder.resolve("model.sortal");
      float[] probabilities;
      try (Classifier classifier = pipeline.backend(engine).train(TRAINING)) {
        assertThat(classifier.evaluate(MISSPELT).accuracy()).isGreaterThan(0.9);
        probabilities = classifier.classify("wonderfull plott").probabilities();
        classifier.save(file);
      }
      String other = engine.equals("onnx") ? "tensorflow" : "onnx";
      try (Classifier classifier = Classifier.load(file, BackendChoice.any().name(other))) {
        Prediction prediction = classifier.classify("wonderfull plott");
        assertThat(prediction.label()).isEqualTo("positive");
        assertThat(prediction.probabilities()).containsExactly(probabilities, Offset.offset(1e-5f));
        assertThat(prediction.isUnknown()).isFalse();
        assertThat(classifier.classify("").isUnknown()).isTrue();
        assertThat(classifier.evaluate(MISSPELT).accuracy()).isGreaterThan(0.9);
      }
    }
  }

  @Test
  void are_told_apart_by_nothing_without_them() {
    Pipeline words =
        Pipeline.text(Words.standard().maxLength(15))
            .network(embedding(16), conv1d(16, 1, RELU), globalMaxPool())
            .learningRate(0.01)
            .epochs(8);
    try (Classifier classifier = words.train(TRAINING)) {
      assertThat(classifier.evaluate(Dataset.of(Reviews.examples(300, 2))).accuracy())
          .isGreaterThan(0.95);
      assertThat(classifier.evaluate(MISSPELT).accuracy()).isLessThan(0.7);
    }
  }
}
