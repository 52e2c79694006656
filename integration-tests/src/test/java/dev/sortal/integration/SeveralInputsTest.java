package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.WholeText;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text, numbers and categories in one network: who clicks on which item. */
class SeveralInputsTest {
  private static final Pipeline PIPELINE =
      Pipeline.of(
              Words.standard().field("title").maxLength(6),
              Features.of(Feature.number("age"), Feature.category("device")).name("user"),
              WholeText.of("shop"))
          .learningRate(0.01)
          .epochs(6);
  private static final Dataset TEST = Dataset.of(visits(200, 2));

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  /** The young click on sports and the old on gardens, but nobody in the shop "closed". */
  private static List<Example> visits(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean sports = random.below(2) == 0;
      int age = 15 + random.below(60);
      String shop = List.of("north", "south", "closed").get(random.below(3));
      boolean clicks = sports == age < 45 && !shop.equals("closed");
      Map<String, Object> fields = new HashMap<>();
      fields.put("title", sports ? "a fine ball for sports" : "roses for a fine garden");
      fields.put("age", age);
      fields.put("device", random.below(2) == 0 ? "phone" : null);
      fields.put("shop", shop);
      examples.add(Example.of(fields).labelled(clicks ? "click" : "pass"));
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void are_learned_together_and_served_by_every_engine(String engine) {
    Pipeline pipeline =
        PIPELINE
            .network(
                parallel(
                    branch(from("title"), embedding(8), conv1d(8, 2, RELU), globalMaxPool()),
                    branch(from("user")),
                    branch(from("shop"), embedding(4), flatten())),
                dense(32, RELU))
            .backend(engine);
    Path file = folder.resolve("clicks.sortal");
    try (Classifier classifier = pipeline.train(Dataset.of(visits(2000, 1)))) {
      assertThat(classifier.evaluate(TEST).accuracy()).isGreaterThan(0.95);
      classifier.save(file);
      for (String server : Engines.ALL) {
        try (Classifier loaded = Classifier.load(file, BackendChoice.named(server))) {
          for (Example example : TEST.toList().subList(0, 50)) {
            assertThat(loaded.classify(example).probability("click"))
                .isCloseTo(classifier.classify(example).probability("click"), Offset.offset(1e-5));
          }
        }
      }
    }
  }

  @Test
  void have_a_network_by_default() {
    try (Classifier classifier = PIPELINE.train(Dataset.of(visits(2000, 1)))) {
      assertThat(classifier.evaluate(TEST).accuracy()).isGreaterThan(0.9);
      assertThat(classifier.network().inputs()).hasSize(3);
    }
  }

  @Test
  void a_field_that_an_example_lacks_is_named() {
    try (Classifier classifier = PIPELINE.epochs(1).train(Dataset.of(visits(100, 1)))) {
      assertThatThrownBy(() -> classifier.classify("a ball"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("\"title\"");
      assertThat(classifier.classify(Example.of(Map.of("title", "ball"))).isUnknown()).isFalse();
      assertThat(classifier.classify(Example.of(Map.of("title", "?"))).isUnknown()).isTrue();
    }
  }
}
