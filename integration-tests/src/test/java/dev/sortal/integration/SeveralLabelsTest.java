package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.SplitRule;
import dev.sortal.error.DataException;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recipes with tags: any number of them, none perhaps. */
class SeveralLabelsTest {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "vegan", List.of("tofu", "lentils", "beans"),
          "sweet", List.of("sugar", "honey", "syrup"),
          "quick", List.of("instant", "microwave", "toast"));
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(8))
          .network(embedding(8), conv1d(16, 1, RELU), globalMaxPool())
          .learningRate(0.02)
          .epochs(5)
          // A longer recipe has more tags: batches of one length would hold equal rows.
          .bucketing(false)
          .severalLabels();

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  private static Dataset recipes(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> tags = new ArrayList<>();
      StringBuilder text = new StringBuilder("take some water");
      for (String tag : List.of("vegan", "sweet", "quick")) {
        if (random.below(3) == 0) {
          tags.add(tag);
          text.append(' ').append(WORDS.getOrDefault(tag, List.of()).get(random.below(3)));
        }
      }
      examples.add(Example.text(text.toString()).labelled(tags));
    }
    return Dataset.of(examples);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void are_learned_and_served_by_every_engine(String engine) {
    Path file = folder.resolve("recipes.sortal");
    Split parts = recipes(800, 1).split(SplitRule.random().train(0.8).validation(0.2));
    try (Classifier classifier = PIPELINE.backend(engine).train(parts)) {
      MultiLabelEvaluation evaluation = classifier.evaluateLabels(recipes(200, 2));
      assertThat(evaluation.microF1()).isGreaterThan(0.97);
      assertThat(evaluation.subsetAccuracy()).isGreaterThan(0.95);
      Epoch last = classifier.history().epochs().get(4);
      assertThat(last.validationAccuracy()).isBetween(0.97, 1.0);
      assertThat(last.accuracy()).isBetween(0.97, 1.0);
      assertThat(last.loss()).isBetween(0.0, 0.2);
      classifier.save(file);
      for (String server : Engines.ALL) {
        try (Classifier loaded = Classifier.load(file, BackendChoice.named(server))) {
          for (Example example : recipes(30, 3).toList()) {
            Prediction expected = classifier.classify(example);
            Prediction actual = loaded.classify(example);
            assertThat(actual.probability("sweet"))
                .isCloseTo(expected.probability("sweet"), Offset.offset(1e-5));
            assertThat(actual.labels())
                .extracting(Prediction.Scored::label)
                .containsExactlyInAnyOrderElementsOf(
                    expected.labels().stream().map(Prediction.Scored::label).toList());
          }
        }
      }
    }
  }

  @Test
  void are_given_where_they_reach_their_threshold() {
    try (Classifier classifier = PIPELINE.severalLabels(0.5).train(recipes(800, 1))) {
      Prediction both = classifier.classify("take some honey and tofu");
      assertThat(both.labels())
          .extracting(Prediction.Scored::label)
          .containsExactlyInAnyOrder("sweet", "vegan");
      assertThat(classifier.classify("take some water").labels()).isEmpty();
      Classifier strict = classifier.withThresholds(Map.of("sweet", 1.0));
      assertThat(strict.classify("take some honey and tofu").labels())
          .extracting(Prediction.Scored::label)
          .containsExactly("vegan");
      assertThatThrownBy(() -> classifier.withThresholds(Map.of("sour", 0.5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"sour\"");
      assertThatThrownBy(() -> classifier.evaluate(recipes(5, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("evaluateLabels");
    }
  }

  @Test
  void need_a_pipeline_that_expects_them() {
    Pipeline one =
        Pipeline.text(Words.standard().maxLength(8)).network(embedding(2), globalMaxPool());
    assertThatThrownBy(() -> one.train(recipes(20, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("severalLabels()");
    assertThatThrownBy(() -> PIPELINE.positive("sweet").train(recipes(20, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("severalLabels()");
    assertThatThrownBy(() -> PIPELINE.train(Dataset.of(List.of(Example.text("a")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no label");
  }
}
