package dev.sortal.tck;

import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Truth;
import dev.sortal.error.DataException;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Execution;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Characters;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.KerasWords;
import dev.sortal.text.WordVectors;
import dev.sortal.text.Words;
import dev.sortal.training.Retention;
import dev.sortal.training.RowOrder;
import dev.sortal.training.Sampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training a trained classifier further. */
class ContinuedTrainingTest {
  @TempDir Path folder;

  private static final Pipeline WORDS =
      Pipeline.text(Words.standard().maxLength(8))
          .network(embedding(4), conv1d(3, 2, Activation.RELU), globalMaxPool())
          .backend(new ReferenceBackend())
          .epochs(3);

  /** Sentences of words that only their class has, of a class for each given word. */
  private static List<Example> examples(int count, long seed, String... classes) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = classes[i % classes.length];
      StringBuilder text = new StringBuilder(label).append("ish");
      for (int word = random.below(6); word >= 0; word--) {
        text.append(' ').append(label).append((char) ('a' + random.below(4)));
      }
      examples.add(
          Example.text(text.toString())
              .with("age", random.uniform() * 80)
              .with("city", "city " + random.below(5))
              .labelled(label));
    }
    return examples;
  }

  private static Dataset old() {
    return Dataset.of(examples(60, 1, "red", "green"));
  }

  private Bundle saved(Classifier classifier) {
    Path file = folder.resolve("model" + System.nanoTime() + ".sortal");
    classifier.save(file);
    return BundleFile.read(file);
  }

  @Test
  void without_anything_new_it_is_a_plain_training_from_these_weights() {
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8))
            .network(embedding(4), conv1d(3, 2, Activation.RELU), batchNorm(), globalMaxPool())
            .backend(new ReferenceBackend())
            .validation(0)
            .epochs(2)
            .batchSize(7);
    List<Example> again = examples(40, 2, "red", "green");
    Bundle before;
    Bundle after;
    try (Classifier first = pipeline.train(old());
        Classifier more = Pipeline.continuing(first).learningRate(0.01).train(Dataset.of(again))) {
      before = saved(first);
      after = saved(more);
    }

    assertThat(after.encoders().get(0).vocabulary())
        .isEqualTo(before.encoders().get(0).vocabulary());
    assertThat(after.labels()).isEqualTo(before.labels());
    assertThat(after.network()).isEqualTo(before.network());
    assertThat(after.weights()).isEqualTo(trained(before, again));
    assertThat(after.weights()).isNotEqualTo(before.weights());
  }

  @Test
  void what_the_optimizer_remembered_goes_on_where_it_was_kept() {
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8))
            .network(embedding(4), conv1d(3, 2, Activation.RELU), globalMaxPool())
            .backend(new ReferenceBackend())
            .validation(0)
            .epochs(2)
            .batchSize(7)
            .keepOptimizerState();
    List<Example> again = examples(40, 2, "red", "green");
    Bundle before;
    Bundle after;
    try (Classifier first = pipeline.train(old());
        Classifier more = Pipeline.continuing(first).learningRate(0.01).train(Dataset.of(again))) {
      before = saved(first);
      after = saved(more);
    }

    assertThat(remembered(before).step()).isEqualTo(18);
    assertThat(remembered(after).step()).isEqualTo(18 + 12);
    assertThat(after.weights()).isEqualTo(trained(before, again));
    assertThat(after.provenance().path("continued").path("optimizerState").booleanValue()).isTrue();
  }

  private static OptimizerState remembered(Bundle bundle) {
    return Objects.requireNonNull(bundle.optimizers());
  }

  @Test
  void what_another_optimizer_remembered_is_not_taken() {
    Pipeline pipeline = WORDS.validation(0).batchSize(7).keepOptimizerState();
    List<Example> again = examples(40, 2, "red", "green");
    try (Classifier first = pipeline.train(old());
        Classifier more =
            Pipeline.continuing(first).optimizer(Optimizer.sgd(0.9)).train(Dataset.of(again))) {
      assertThat(remembered(saved(more)).step()).isEqualTo(18);
    }
  }

  @Test
  void a_best_epoch_keeps_what_was_remembered_then() {
    Pipeline pipeline = WORDS.epochs(4).learningRate(0.3).batchSize(7).keepOptimizerState();
    try (Classifier classifier = pipeline.train(old())) {
      Bundle bundle = saved(classifier);
      int best = bundle.history().bestEpoch();
      assertThat(remembered(bundle).step()).isEqualTo(best * 8L);
    }
  }

  /** Two epochs of batches of 7 by an engine alone. */
  private static Weights trained(Bundle begin, List<Example> examples) {
    FittedEncoder.ColumnBuilder column = begin.encoders().get(0).start();
    examples.forEach(column::add);
    int[] classes = examples.stream().mapToInt(one -> begin.labels().index(one.label())).toArray();
    float[] ones = new float[classes.length];
    Arrays.fill(ones, 1);
    EncodedSet set = new EncodedSet(List.of(column.finish()), new Truth.One(classes), ones);
    List<ParameterGroup> groups = ParameterGroup.all(begin.network(), Optimizer.adam());
    Set<String> names = new LinkedHashSet<>();
    begin.network().parameters().forEach(parameter -> names.add(parameter.name()));
    FloatBuffer logits =
        ByteBuffer.allocateDirect(7 * 2 * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try (TrainingSession session =
        new ReferenceBackend()
            .train(
                new TrainingPlan(
                    begin.network(),
                    begin.weights(),
                    groups,
                    new Loss.SoftmaxCrossEntropy(0),
                    Double.POSITIVE_INFINITY,
                    begin.optimizers() == null
                        ? OptimizerState.initial(begin.network(), groups)
                        : begin.optimizers(),
                    42,
                    Execution.cpu()))) {
      RowOrder order = RowOrder.shuffled(classes.length, 42).bucketed(set.lengths(), 7, 42);
      for (int epoch = 1; epoch <= 2; epoch++) {
        int[] rows = order.epoch(epoch);
        for (int from = 0; from < rows.length; from += 7) {
          int to = Math.min(rows.length, from + 7);
          session.step(set.reader(epoch).read(rows, from, to), 0.01, logits);
        }
      }
      return session.weights(names);
    }
  }

  static List<Arguments> pipelines() {
    Pipeline text =
        Pipeline.text(HashedSubwords.of(Words.standard().maxLength(8)).buckets(50))
            .network(embeddingBag(3, BagMode.MEAN), globalMaxPool());
    return List.of(
        Arguments.of("words", WORDS),
        Arguments.of(
            "keras",
            Pipeline.text(KerasWords.standard().maxLength(8))
                .network(embedding(4), globalMaxPool())),
        Arguments.of(
            "characters",
            Pipeline.text(Characters.standard().maxLength(12))
                .network(embedding(4), globalMaxPool())),
        Arguments.of("subwords", text),
        Arguments.of(
            "n-grams",
            Pipeline.text(HashedNgrams.of(Words.standard()).tfIdf().buckets(200))
                .network(embeddingBag(4, BagMode.SUM))),
        Arguments.of(
            "features",
            Pipeline.of(Features.of(Feature.number("age"), Feature.category("city")))
                .network(dense(5))),
        Arguments.of(
            "several inputs",
            Pipeline.of(
                    Words.standard().maxLength(8),
                    Features.of(Feature.number("age"), Feature.category("city")),
                    HashedNgrams.of(Words.standard()).name("wide").buckets(90))
                .network(
                    parallel(
                        List.of(from("text"), embedding(3), globalMaxPool()),
                        List.of(from("features"), dense(2)),
                        List.of(from("wide"), embeddingBag(2, BagMode.SUM))))),
        Arguments.of("several labels", WORDS.severalLabels()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pipelines")
  void what_was_learned_is_where_the_training_begins(String name, Pipeline pipeline) {
    List<Example> further = examples(30, 3, "red", "blue");
    Bundle before;
    Bundle after;
    try (Classifier first = pipeline.backend(new ReferenceBackend()).epochs(2).train(old());
        // Steps so small that no number changes, to see where it began.
        Classifier more =
            Pipeline.continuing(first)
                .optimizer(Optimizer.sgd())
                .learningRate(1e-60)
                .train(Dataset.of(further))) {
      before = saved(first);
      after = saved(more);
    }

    assertThat(before.labels().names()).containsExactly("green", "red");
    assertThat(after.labels().names()).containsExactly("green", "red", "blue");
    assertThat(after.positive()).isEqualTo(before.positive());
    Weights first = after.network().initialWeights(42);
    for (String parameter : before.weights().names()) {
      Tensor known = before.weights().get(parameter);
      Tensor grown = after.weights().get(parameter);
      int[] origins = origins(before, after, parameter);
      int row = known.shape().rank() == 1 ? 1 : known.shape().size() / known.shape().dimension(0);
      for (int i = 0; i < grown.shape().dimension(0); i++) {
        int origin = origins == null ? i : origins[i];
        boolean isNew = origin < 0 || origin >= known.shape().dimension(0);
        for (int j = 0; j < row; j++) {
          float expected =
              isNew ? first.get(parameter).get(i * row + j) : known.get(origin * row + j);
          assertThat(grown.get(i * row + j)).isEqualTo(expected);
        }
      }
    }
  }

  private static int @Nullable [] origins(Bundle before, Bundle after, String parameter) {
    if (!parameter.contains("embedding")) {
      return null;
    }
    int input =
        before.network().nodes().stream()
            .filter(node -> parameter.startsWith(node.path() + "."))
            .findFirst()
            .orElseThrow()
            .operand();
    return before.encoders().get(input).origins(after.encoders().get(input));
  }

  @Test
  void new_words_and_labels_are_learned_and_old_ones_replayed() {
    Dataset further = Dataset.of(examples(60, 3, "blue", "black"));
    try (Classifier first = WORDS.epochs(30).learningRate(0.02).train(old());
        Classifier more =
            Pipeline.continuing(first)
                .replay(old(), 0.5)
                .retention(Dataset.of(examples(20, 9, "red", "green")))
                .train(further)) {
      assertThat(first.labels()).containsExactly("green", "red");
      assertThat(more.labels()).containsExactly("green", "red", "black", "blue");
      assertThat(more.classify("blueish bluea").label()).isEqualTo("blue");
      assertThat(more.classify("redish reda").label()).isEqualTo("red");
      assertThat(first.retention()).isEmpty();
      assertThat(more.retention().stream().map(Retention::part))
          .containsExactly(Retention.Part.NEW, Retention.Part.REPLAYED, Retention.Part.OLD);
      for (Retention part : more.retention()) {
        assertThat(part.rows()).isEqualTo(part.part() == Retention.Part.OLD ? 20 : 6);
        assertThat(part.before()).isEqualTo(part.part() == Retention.Part.NEW ? 0.0 : 1.0);
        assertThat(part.after()).isEqualTo(1.0);
      }
      assertThat(first.classify("blueish bluea").label()).isIn("green", "red");
    }
  }

  @Test
  void one_row_can_bring_a_class() {
    List<Example> further = List.of(Example.text("blueish bluea").labelled("blue"));
    try (Classifier first = WORDS.train(old());
        Classifier more =
            Pipeline.continuing(first)
                .epochs(40)
                .learningRate(0.05)
                .replay(old(), 0.6)
                .train(Dataset.of(further))) {
      assertThat(more.labels()).containsExactly("green", "red", "blue");
      assertThat(more.classify("blueish bluea").label()).isEqualTo("blue");
    }
  }

  @Test
  void known_labels_keep_their_thresholds() {
    Bundle before;
    Bundle after;
    try (Classifier first =
            WORDS.severalLabels().train(old()).withThresholds(Map.of("red", 0.123));
        Classifier more =
            Pipeline.continuing(first).train(Dataset.of(examples(30, 3, "red", "blue")))) {
      before = saved(first);
      after = saved(more);
    }
    List<Double> known = ((Decision.SeveralLabels) before.decision()).thresholds();
    assertThat(((Decision.SeveralLabels) after.decision()).thresholds())
        .hasSize(3)
        .startsWith(known.toArray(Double[]::new))
        .contains(0.123);
  }

  @Test
  void the_positive_label_stays() {
    try (Classifier first = WORDS.positive("green").train(old());
        Classifier more =
            Pipeline.continuing(first).train(Dataset.of(examples(30, 3, "red", "blue")))) {
      assertThat(saved(more).positive()).isZero();
    }
  }

  @Test
  void a_frozen_embedding_gets_no_words_but_those_with_vectors() throws IOException {
    Path vectors = folder.resolve("vectors.txt");
    Files.writeString(vectors, "blueish 1 2 3 4\nbluea 4 3 2 1\nredish 9 9 9 9\n");
    Dataset further = Dataset.of(examples(30, 3, "red", "blue"));
    try (Classifier first = WORDS.freeze("0.embedding").train(old());
        Classifier more = Pipeline.continuing(first).train(further);
        Classifier withVectors =
            Pipeline.continuing(first).vectors(WordVectors.file(vectors)).train(further)) {
      Bundle before = saved(first);
      assertThat(saved(more).encoders().get(0).vocabulary())
          .isEqualTo(before.encoders().get(0).vocabulary());
      assertThat(saved(more).weights().get("0.embedding.weight"))
          .isEqualTo(before.weights().get("0.embedding.weight"));
      Bundle grown = saved(withVectors);
      List<String> vocabulary = grown.encoders().get(0).vocabulary();
      float[] table = grown.weights().get("0.embedding.weight").toArray();
      int blueish = vocabulary.indexOf("blueish") * 4;
      assertThat(Arrays.copyOfRange(table, blueish, blueish + 4)).containsExactly(1, 2, 3, 4);
      // A word that was known keeps its vector.
      int known = vocabulary.indexOf("redish") * 4;
      assertThat(Arrays.copyOfRange(table, known, known + 4))
          .isEqualTo(
              Arrays.copyOfRange(
                  before.weights().get("0.embedding.weight").toArray(), known, known + 4));
    }
  }

  @Test
  void a_cache_changes_nothing() {
    Dataset further = Dataset.of(examples(30, 3, "red", "blue"));
    try (Classifier first = WORDS.train(old())) {
      Pipeline pipeline = Pipeline.continuing(first).replay(old(), 0.3);
      try (Classifier inMemory = pipeline.train(further);
          Classifier cached = pipeline.cache(folder.resolve("cache")).train(further)) {
        assertThat(saved(cached).weights()).isEqualTo(saved(inMemory).weights());
        assertThat(cached.retention()).isEqualTo(inMemory.retention());
        assertThat(cached.provenance().path("data")).isEqualTo(inMemory.provenance().path("data"));
      }
    }
  }

  @Test
  void provenance_leads_back_to_the_first_training() {
    try (Classifier first = WORDS.train(old());
        Classifier second = first.continueTraining(Dataset.of(examples(30, 3, "red", "blue")));
        Classifier third =
            Pipeline.continuing(second)
                .replay(old(), 0.25)
                .train(Dataset.of(examples(30, 4, "blue", "black")))) {
      ObjectNode provenance = third.provenance();
      assertThat(provenance.path("continued").path("newLabels").toString())
          .isEqualTo("[\"black\"]");
      assertThat(provenance.path("continued").path("newIds").path("text").asInt()).isEqualTo(5);
      assertThat(provenance.path("continued").path("replay").toString())
          .isEqualTo("{\"rows\":54,\"share\":0.25}");
      assertThat(provenance.path("ancestors")).hasSize(2);
      assertThat(provenance.path("continued").path("weights"))
          .isEqualTo(provenance.path("ancestors").path(0).path("weights"));
      assertThat(provenance.path("ancestors").path(0).path("data"))
          .isEqualTo(second.provenance().path("data"));
      assertThat(provenance.path("ancestors").path(1).path("data"))
          .isEqualTo(first.provenance().path("data"));
      assertThat(provenance.path("ancestors").path(1).path("weights"))
          .isEqualTo(second.provenance().path("continued").path("weights"));
    }
  }

  @Test
  void rare_classes_have_more_say_even_where_known_ones_have_no_rows() {
    try (Classifier first = WORDS.balancedClassWeights().train(old());
        Classifier more = first.continueTraining(Dataset.of(examples(30, 3, "blue", "red")))) {
      assertThat(more.provenance().path("classWeights").toString()).doesNotContain("Infinity");
      assertThat(more.classify("greenish greena").probability()).isCloseTo(0.5, within(0.5));
    }
  }

  @Test
  void no_examples_are_nothing_to_learn() {
    try (Classifier first = WORDS.train(old())) {
      Dataset none = Dataset.of(List.of());
      assertThatThrownBy(() -> first.continueTraining(none))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "There is nothing to learn: expected training examples, got none. Check the new"
                  + " data.");
      assertThatThrownBy(() -> Pipeline.continuing(first).replay(none, 0.5).train(old()))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "Replay needs old and new training examples, got 0 and 54. Check the data, or train"
                  + " without replay.");
    }
  }

  @Test
  void an_example_without_a_label_is_refused() {
    try (Classifier first = WORDS.train(old())) {
      Dataset unlabelled = Dataset.of(List.of(Example.text("reda")));
      assertThatThrownBy(() -> first.continueTraining(new Split(unlabelled, old(), old())))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("label");
    }
  }

  @Test
  void what_contradicts_the_classifier_is_refused_at_the_call() {
    try (Classifier first = WORDS.train(old())) {
      Pipeline continuing = Pipeline.continuing(first);
      assertThatThrownBy(() -> continuing.network(dense(3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A classifier that is trained further keeps its layers, got network(..) or"
                  + " preset(..).");
      assertThatThrownBy(continuing::severalLabels)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A classifier that is trained further gives as many labels as before, got"
                  + " severalLabels() for one of one label.");
      assertThatThrownBy(() -> continuing.replay(old(), 0.5).sampling(Sampling.oversample()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Replay and sampling both say which examples an epoch visits, got replay(..) and"
                  + " sampling(..).");
      assertThatThrownBy(() -> continuing.replay(old(), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The share of replayed examples must be in (0, 1), got 1.0.");
    }
    assertThatThrownBy(() -> WORDS.replay(old(), 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There are no old examples in a first training: expected"
                + " Pipeline.continuing(classifier), got replay(..) of another pipeline.");
  }
}
