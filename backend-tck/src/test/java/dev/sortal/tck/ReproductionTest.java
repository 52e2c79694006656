package dev.sortal.tck;

import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.auto.Mode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Reproduction;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Characters;
import dev.sortal.text.TextAugmentation;
import dev.sortal.text.Words;
import dev.sortal.training.Schedule;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training again from what a saved classifier says. */
class ReproductionTest {
  @TempDir Path folder;

  private static final BackendChoice REFERENCE = BackendChoice.of(new ReferenceBackend());

  private static final Pipeline WORDS =
      Pipeline.text(Words.standard().maxLength(8))
          .network(embedding(4), conv1d(3, 2, Activation.RELU), globalMaxPool(), dropout(0.2))
          .backend(new ReferenceBackend())
          .epochs(3);

  private static List<Example> texts(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = random.below(3) == 0 ? "good" : "bad";
      StringBuilder text = new StringBuilder(random.below(5) == 0 ? "so" : label);
      for (int word = random.below(6); word > 0; word--) {
        text.append(' ').append((char) ('a' + random.below(9)));
      }
      examples.add(Example.text(text.toString()).labelled(label));
    }
    return examples;
  }

  private static Split split() {
    return Split.of(Dataset.of(texts(90, 1)), Dataset.of(List.of()));
  }

  static List<Arguments> pipelines() {
    return List.of(
        Arguments.of("words", WORDS),
        Arguments.of(
            "a preset", Pipeline.text(Characters.standard().maxLength(9)).preset("kimCnn")),
        Arguments.of(
            "altered texts",
            Pipeline.text(Words.standard().augment(TextAugmentation.none().mask(0.3)))
                .network(embedding(3), globalMaxPool())),
        Arguments.of(
            "schedules and averages",
            WORDS
                .optimizer(Optimizer.adamW())
                .schedule(Schedule.cosine(0.1))
                .average(WeightAverage.decay(0.9))
                .labelSmoothing(0.1)
                .clipNorm(1)
                .freeze("0.embedding")
                .seed(7)),
        Arguments.of("class weights", WORDS.classWeights(Map.of("good", 2.5)).patience(1)),
        Arguments.of("several labels", WORDS.severalLabels()),
        Arguments.of("without settings", Pipeline.auto(Mode.FAST)));
  }

  private Classifier reloaded(Classifier classifier) {
    Path file = folder.resolve("model.sortal");
    classifier.save(file);
    return Classifier.load(file, REFERENCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pipelines")
  void a_saved_classifier_comes_again_to_the_bit(String name, Pipeline pipeline) {
    Pipeline quick = name.equals("without settings") ? pipeline : pipeline.epochs(2);
    try (Classifier classifier = quick.backend(new ReferenceBackend()).train(split());
        Classifier loaded = reloaded(classifier)) {
      Reproduction repeated = loaded.reproduce(split(), UnaryOperator.identity());

      assertThat(repeated.isBitEqual()).isTrue();
      assertThat(repeated.hasSameDecision()).isTrue();
      assertThat(repeated.largestDifference().value()).isZero();
      assertThat(repeated.hasSameData()).isTrue();
      assertThat(repeated.circumstances()).isEmpty();
      assertThat(repeated.settings()).isEmpty();
      assertThat(repeated.isWithin(0)).isTrue();
      assertThat(repeated.toString())
          .contains("Data       the same\n")
          .contains("Weights    the same to the bit\n")
          .doesNotContain("Setting");
    }
  }

  @Test
  void provenance_says_all_that_there_is_to_repeat() {
    try (Classifier classifier = WORDS.train(split())) {
      ObjectNode provenance = classifier.provenance();

      assertThat(provenance.path("machine").path("architecture").asText())
          .isEqualTo(System.getProperty("os.arch"));
      assertThat(provenance.path("machine").path("processors").asInt()).isPositive();
      assertThat(provenance.path("machine").path("sortal").asText()).isNotEmpty();
      assertThat(provenance.path("threads").asInt()).isEqualTo(1);
      assertThat(provenance.path("data").path("trainingRows").asInt()).isEqualTo(81);
      assertThat(provenance.path("data").path("validationRows").asInt()).isEqualTo(9);
      assertThat(provenance.path("data").path("sha256").asText()).hasSize(64);
      assertThat(provenance.path("data").path("validationSha256").asText())
          .hasSize(64)
          .isNotEqualTo(provenance.path("data").path("sha256").asText());
    }
  }

  @Test
  void other_examples_are_refused_before_training() {
    try (Classifier classifier = WORDS.train(split())) {
      Split fewer = Split.of(Dataset.of(texts(80, 1)), Dataset.of(List.of()));
      assertThatThrownBy(() -> classifier.reproduce(fewer, UnaryOperator.identity()))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(
              "The training cannot be repeated, since the examples are not those of then: expected"
                  + " 81 training rows (")
          .hasMessageContaining("got 72 training rows (")
          .hasMessageContaining("and 8 validation rows (");
    }
  }

  @Test
  void examples_of_another_word_are_refused() {
    List<Example> changed = new ArrayList<>(texts(90, 1));
    changed.set(17, Example.text("another").labelled("bad"));
    try (Classifier classifier = WORDS.train(split())) {
      assertThatThrownBy(
              () ->
                  classifier.reproduce(
                      Split.of(Dataset.of(changed), Dataset.of(List.of())),
                      UnaryOperator.identity()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the examples are not those of then");
    }
  }

  @Test
  void changed_settings_are_said_with_what_they_changed() {
    try (Classifier classifier = WORDS.train(split())) {
      Reproduction repeated =
          classifier.reproduce(split(), pipeline -> pipeline.learningRate(0.002).epochs(2));

      assertThat(repeated.isBitEqual()).isFalse();
      assertThat(repeated.isComparable()).isTrue();
      assertThat(repeated.settings())
          .containsExactly("epochs: 3, now 2", "learningRate: not said, now 0.002");
      assertThat(repeated.largestDifference().value()).isBetween(1e-6, 1.0);
      assertThat(repeated.isWithin(1)).isTrue();
      assertThat(repeated.isWithin(1e-9)).isFalse();
      assertThat(repeated.toString()).contains("Setting    epochs: 3, now 2\n");
      assertThat(repeated.toJson().path("settings")).hasSize(2);
    }
  }

  @Test
  void another_machine_is_said() {
    try (Classifier classifier = WORDS.train(split())) {
      ObjectNode provenance = classifier.provenance();
      provenance.withObject("/machine").put("java", "17.0.0").put("architecture", "riscv64");
      Bundle elsewhere = classifier.bundle().withProvenance(provenance);

      assertThat(new Reproduction(elsewhere, classifier.bundle()).circumstances())
          .containsExactly(
              "machine/java: 17.0.0, now " + System.getProperty("java.version"),
              "machine/architecture: riscv64, now " + System.getProperty("os.arch"));
    }
  }

  @Test
  void the_largest_difference_is_found_where_it_is() {
    try (Classifier classifier = WORDS.train(split())) {
      Bundle bundle = classifier.bundle();
      Tensor bias = bundle.weights().get("1.conv1d.bias");
      float[] values = bias.toArray();
      values[1] += 0.25f;
      Bundle other =
          new Bundle(
              bundle.network(),
              bundle
                  .weights()
                  .with(Weights.of(Map.of("1.conv1d.bias", Tensor.of(bias.shape(), values)))),
              bundle.encoders(),
              bundle.labels(),
              bundle.positive(),
              bundle.decision(),
              bundle.history(),
              bundle.provenance());

      Reproduction.Difference largest = new Reproduction(bundle, other).largestDifference();
      assertThat(largest.parameter()).isEqualTo("1.conv1d.bias");
      assertThat(largest.value()).isCloseTo(0.25, within(1e-6));
    }
  }

  @Test
  void networks_that_differ_are_not_compared() {
    try (Classifier classifier = WORDS.train(split());
        Classifier other = WORDS.network(embedding(2), globalMaxPool()).train(split())) {
      Reproduction repeated = new Reproduction(classifier.bundle(), other.bundle());

      assertThat(repeated.isComparable()).isFalse();
      assertThat(repeated.isWithin(1e9)).isFalse();
      assertThat(repeated.toString())
          .contains("of another network, other labels or another vocabulary");
      assertThatThrownBy(repeated::largestDifference)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Weights of different networks cannot be compared: ask isComparable() first.");
    }
  }

  @Test
  void what_was_trained_further_comes_again_from_where_it_began() {
    Split further = Split.of(Dataset.of(texts(40, 5)), Dataset.of(List.of()));
    try (Classifier first = WORDS.train(split());
        Classifier second =
            Pipeline.continuing(first)
                .replay(Dataset.of(texts(90, 1)), 0.4)
                .learningRate(0.01)
                .train(further);
        Classifier loaded = reloaded(second)) {
      Reproduction repeated =
          loaded.reproduce(
              further, first, pipeline -> pipeline.replay(Dataset.of(texts(90, 1)), 0.4));

      assertThat(repeated.isBitEqual()).isTrue();
      assertThatThrownBy(loaded::pipeline)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "The classifier was trained further from another, whose weights have the SHA-256 ")
          .hasMessageEndingWith(": give it too.");
      assertThatThrownBy(() -> loaded.pipeline(second))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The classifier was not trained further from that one: expected");
      assertThatThrownBy(() -> first.pipeline(second))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected none, got ");
    }
  }

  @Test
  void a_classifier_that_no_pipeline_trained_is_refused() {
    try (Classifier classifier = WORDS.train(split())) {
      ObjectNode provenance = classifier.provenance();
      provenance.removeAll();
      provenance.put("importedFrom", "keras");
      try (Classifier imported =
          Classifier.open(classifier.bundle().withProvenance(provenance), REFERENCE)) {
        assertThatThrownBy(imported::pipeline)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "The classifier does not say how it was trained: expected one that a pipeline"
                    + " trained, got one that says {\"importedFrom\":\"keras\"}.");
      }
    }
  }

  @Test
  void a_cache_makes_the_same_fingerprints() {
    try (Classifier inMemory = WORDS.train(split());
        Classifier cached = WORDS.cache(folder.resolve("cache")).train(split())) {
      assertThat(new Reproduction(inMemory.bundle(), cached.bundle()).hasSameData()).isTrue();
      assertThat(BundleFile.read(saved(cached)).weights()).isEqualTo(inMemory.bundle().weights());
    }
  }

  private Path saved(Classifier classifier) {
    Path file = folder.resolve("cached.sortal");
    classifier.save(file);
    return file;
  }
}
