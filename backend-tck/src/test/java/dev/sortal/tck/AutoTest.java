package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.Split;
import dev.sortal.auto.Mode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.Sampling;
import dev.sortal.training.TrainingListener;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines without settings, on the reference engine. */
class AutoTest {
  private static final Pipeline FAST = Pipeline.auto(Mode.FAST).backend(new ReferenceBackend());
  private static final Dataset NONE = Dataset.of(List.of());

  @TempDir Path folder;

  /** Texts of which one word tells the class, or nothing for one in ten. */
  private static List<Example> texts(int rows, int classes, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int label = i % classes;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 4; word++) {
        text.append("word").append(random.below(30)).append(' ');
      }
      if (random.below(10) > 0) {
        text.append("topic").append((char) ('a' + label % 26)).append(label);
      }
      examples.add(Example.text(text.toString()).labelled("class" + label));
    }
    return examples;
  }

  private static Split parts(List<Example> train, List<Example> validation) {
    return new Split(Dataset.of(train), Dataset.of(validation), NONE);
  }

  private Bundle saved(Classifier classifier) {
    Path file = folder.resolve("model.sortal");
    classifier.save(file);
    return BundleFile.read(file);
  }

  private Bundle trained(Pipeline pipeline, Split parts) {
    try (Classifier classifier = pipeline.train(parts)) {
      return saved(classifier);
    }
  }

  @Test
  void texts_are_learned_without_a_word_about_how() {
    Dataset test = Dataset.of(texts(200, 3, 2));
    try (Classifier classifier = FAST.train(Dataset.of(texts(300, 3, 1)))) {
      double accuracy = classifier.evaluate(test).accuracy();
      assertThat(accuracy).isGreaterThan(0.9);
      Bundle bundle = saved(classifier);
      try (Classifier loaded = Classifier.open(bundle, BackendChoice.of(new ReferenceBackend()))) {
        assertThat(loaded.evaluate(test).accuracy()).isEqualTo(accuracy);
        assertThat(loaded.classify("word1 topicb1").probabilities())
            .isEqualTo(classifier.classify("word1 topicb1").probabilities());
      }
    }
  }

  @Test
  void examples_are_read_once_where_memory_holds_them() {
    int[] reads = {0};
    List<Example> examples = texts(120, 3, 1);
    Dataset counted =
        Dataset.of(
            (Iterable<Example>)
                () -> {
                  reads[0]++;
                  return examples.iterator();
                });
    FAST.train(counted).close();
    assertThat(reads[0]).isEqualTo(1);
  }

  @Test
  void the_same_rows_and_seed_give_the_same_bits_whatever_the_number_of_threads() {
    Split parts = parts(texts(120, 4, 1), List.of());
    Bundle once = trained(FAST, parts);
    assertThat(trained(FAST, parts).weights()).isEqualTo(once.weights());
    assertThat(trained(FAST.threads(2), parts).weights()).isEqualTo(once.weights());
  }

  @Test
  void held_back_rows_judge_a_first_training_and_are_trained_on_in_a_second() {
    List<Example> examples = texts(300, 3, 1);
    examples.add(Example.text("zebra").labelled("class2"));
    List<Epoch> epochs = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(Start start) {
            rows.add(start.rows());
            rows.add(start.validationRows());
          }

          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch);
          }
        };
    try (Classifier classifier = FAST.listener(listener).train(Dataset.of(examples))) {
      Bundle bundle = saved(classifier);
      JsonNode auto = bundle.provenance().path("auto");
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0)).isEqualTo(301);
      assertThat(rows.get(1)).isBetween(27, 33);
      assertThat(bundle.provenance().path("data").path("trainingRows").intValue()).isEqualTo(301);
      assertThat(auto.path("mode").textValue()).isEqualTo("FAST");
      assertThat(auto.path("linear").path("solver").textValue())
          .isEqualTo("DUAL_COORDINATE_DESCENT");
      assertThat(auto.path("validation").path("rows").intValue()).isEqualTo(rows.get(1));
      assertThat(auto.path("validation").path("of").textValue()).contains("a second one on all");
      History history = classifier.history();
      assertThat(history.epochs()).isEqualTo(epochs).hasSize(1);
      assertThat(history.bestEpoch()).isEqualTo(1);
      assertThat(epochs.get(0).validationAccuracy())
          .isEqualTo(auto.path("validation").path("accuracy").doubleValue())
          .isGreaterThan(0.8);
      assertThat(classifier.classify("zebra").label()).isEqualTo("class2");
    }
  }

  @Test
  void given_validation_rows_are_never_trained_on() {
    List<Example> train = texts(200, 2, 1);
    List<Example> validation = texts(60, 2, 3);
    Bundle bundle = trained(FAST, parts(train, validation));
    Bundle alone = trained(FAST.validation(0), parts(train, List.of()));
    JsonNode auto = bundle.provenance().path("auto");
    assertThat(auto.path("validation").path("rows").intValue()).isEqualTo(60);
    assertThat(auto.path("validation").path("of").textValue())
        .isEqualTo("this training, without these rows");
    // The same weights but for the temperature.
    String name = bundle.weights().names().iterator().next();
    double factor =
        auto.path("temperature").doubleValue()
            / alone.provenance().path("auto").path("temperature").doubleValue();
    float[] with = bundle.weights().get(name).toArray();
    float[] without = alone.weights().get(name).toArray();
    for (int i = 0; i < with.length; i++) {
      assertThat((double) with[i]).isCloseTo(without[i] * factor, Offset.offset(1e-4));
    }
    assertThat(auto.path("temperature").doubleValue()).isBetween(0.1, 10.0);
  }

  @Test
  void a_cache_changes_nothing() {
    Split parts = parts(texts(150, 3, 1), texts(30, 3, 2));
    Bundle inMemory = trained(FAST, parts);
    Bundle cached = trained(FAST.cache(folder.resolve("cache")), parts);
    assertThat(cached.weights()).isEqualTo(inMemory.weights());
  }

  @Test
  void few_rows_and_many_classes_are_learned() {
    for (int classes : new int[] {2, 5}) {
      try (Classifier classifier = FAST.train(Dataset.of(texts(10, classes, 1)))) {
        assertThat(classifier.labels()).hasSize(classes);
        assertThat(classifier.classify("topica0").label()).isEqualTo("class0");
      }
    }
    try (Classifier classifier = FAST.train(Dataset.of(texts(300, 150, 1)))) {
      assertThat(classifier.labels()).hasSize(150);
      assertThat(classifier.evaluate(Dataset.of(texts(300, 150, 1))).accuracy())
          .isGreaterThan(0.85);
    }
  }

  @Test
  void a_class_without_validation_rows_and_one_of_them_alone_are_fine() {
    List<Example> validation = new ArrayList<>(texts(20, 2, 4));
    validation.add(Example.text("unheard of").labelled("another"));
    Bundle bundle = trained(FAST, parts(texts(90, 3, 1), validation));
    assertThat(bundle.labels().names()).containsExactly("class0", "class1", "class2");
    assertThat(bundle.provenance().path("auto").path("validation").path("rows").intValue())
        .isEqualTo(21);
  }

  @Test
  void empty_unknown_and_very_long_texts_have_an_answer() {
    List<Example> train = texts(100, 2, 1);
    train.add(Example.text("").labelled("class1"));
    train.add(Example.text("topica0 ".repeat(30_000)).labelled("class0"));
    try (Classifier classifier = FAST.train(Dataset.of(train))) {
      for (String text : List.of("", " \t", "\u0000", "qqq", "topica0 ".repeat(30_000))) {
        Prediction prediction = classifier.classify(text);
        assertThat(prediction.probability()).isBetween(0.5, 1.0);
      }
      assertThat(classifier.classify("topica0 ".repeat(30_000)).label()).isEqualTo("class0");
    }
    List<Example> blank = List.of(Example.text("").labelled("a"), Example.text(" ").labelled("b"));
    try (Classifier classifier = FAST.train(Dataset.of(blank))) {
      assertThat(classifier.classify("x").probability()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void nothing_to_learn_from_is_explained() {
    assertThatThrownBy(() -> FAST.train(Dataset.of(texts(10, 1, 1))))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected at least 2 labels in", "got [class0]");
    List<Example> bare =
        List.of(Example.of(Map.of()).labelled("a"), Example.of(Map.of()).labelled("b"));
    assertThatThrownBy(() -> FAST.train(Dataset.of(bare)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected fields of texts, numbers or images", "2 examples");
    assertThatThrownBy(() -> FAST.train(Dataset.of(List.of(Example.text("x")))))
        .hasMessageContaining("has no label");
  }

  @Test
  void images_beside_texts_need_more_time_than_fast() {
    Image image = Image.of(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
    List<Example> examples = new ArrayList<>();
    for (Example example : texts(20, 2, 1)) {
      examples.add(example.with("photo", image));
    }
    assertThatThrownBy(() -> FAST.train(Dataset.of(examples)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected no images", "[photo]", "Choose Mode.STANDARD");
  }

  @Test
  void several_labels_have_thresholds() {
    SplitMix64 random = new SplitMix64(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Set<String> labels = new TreeSet<>();
      StringBuilder text = new StringBuilder("word" + random.below(20));
      for (String label : List.of("red", "green", "blue")) {
        if (random.below(3) == 0) {
          labels.add(label);
          text.append(' ').append(label).append("ish");
        }
      }
      examples.add(Example.text(text.toString()).labelled(labels));
    }
    try (Classifier classifier = FAST.severalLabels().train(Dataset.of(examples))) {
      assertThat(classifier.severalLabels()).isTrue();
      assertThat(classifier.evaluateLabels(Dataset.of(examples)).samplesF1()).isGreaterThan(0.6);
      assertThat(classifier.classify("word3 redish blueish").labels())
          .extracting(Prediction.Scored::label)
          .containsExactlyInAnyOrder("red", "blue");
    }
  }

  @Test
  void rare_classes_get_more_say_by_weights_and_by_sampling() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      examples.add(Example.text("same words").labelled(i % 10 == 0 ? "rare" : "common"));
    }
    Dataset rows = Dataset.of(examples);
    try (Classifier plain = FAST.train(rows);
        Classifier weighted = FAST.balancedClassWeights().train(rows);
        Classifier sampled = FAST.sampling(Sampling.oversample()).train(rows)) {
      double rare = plain.classify("same words").probability("rare");
      assertThat(rare).isLessThan(0.4);
      assertThat(weighted.classify("same words").probability("rare")).isGreaterThan(rare + 0.05);
      assertThat(sampled.classify("same words").probability("rare")).isGreaterThan(rare + 0.05);
    }
  }

  /** Of texts, numbers and categories each tells a part. */
  private static List<Example> visits(int rows, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Map<String, Object> fields = new HashMap<>();
      int title = random.below(2);
      int device = random.below(2);
      int age = 20 + random.below(50);
      fields.put("title", "visit number" + random.below(40) + (title == 1 ? " garden" : " sports"));
      fields.put("device", device == 1 ? "phone" : "desk");
      fields.put("age", age);
      int points = title + device + (age > 45 ? 1 : 0);
      examples.add(Example.of(fields).labelled(points >= 2 ? "yes" : "no"));
    }
    return examples;
  }

  @Test
  void numbers_and_categories_join_in() {
    try (Classifier classifier = FAST.train(Dataset.of(visits(400, 1)))) {
      assertThat(classifier.fields().keySet()).containsExactlyInAnyOrder("title", "age", "device");
      assertThat(classifier.evaluate(Dataset.of(visits(200, 2))).accuracy()).isGreaterThan(0.9);
    }
  }

  @Test
  void numbers_alone_have_a_dense_network() {
    List<Example> numbers = new ArrayList<>();
    SplitMix64 random = new SplitMix64(3);
    for (int i = 0; i < 400; i++) {
      double x = random.uniform() * 2 - 1;
      double y = random.uniform() * 2 - 1;
      numbers.add(Example.of(Map.of("x", x, "y", y)).labelled(x * y > 0 ? "same" : "other"));
    }
    try (Classifier classifier = FAST.train(Dataset.of(numbers))) {
      assertThat(classifier.evaluate(Dataset.of(numbers)).accuracy()).isGreaterThan(0.9);
    }
  }

  @Test
  void an_interrupt_ends_the_training_with_what_there_is() {
    Thread.currentThread().interrupt();
    try (Classifier classifier = FAST.train(Dataset.of(texts(60, 2, 1)))) {
      assertThat(classifier.history().end()).isEqualTo(History.End.INTERRUPTED);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(classifier.classify("topica0").probability()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void a_small_convolutional_branch_is_told_of_as_part_of_one_training() {
    List<Integer> ofEpochs = new ArrayList<>();
    Set<Integer> ofSteps = new TreeSet<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            ofSteps.add(progress.epoch());
            assertThat(progress.rows()).isLessThanOrEqualTo(progress.totalRows());
          }

          @Override
          public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
            ofEpochs.add(epoch.number());
            assertThat(weights.get().names()).hasSize(10);
          }
        };
    Pipeline standard = Pipeline.auto().backend(new ReferenceBackend()).listener(listener);
    try (Classifier classifier = standard.train(Dataset.of(texts(30, 2, 1)))) {
      assertThat(ofEpochs).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(ofSteps).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(classifier.history().bestEpoch()).isEqualTo(9);
      assertThat(classifier.network().parameters()).hasSize(10);
    }
  }

  @Test
  void settings_that_contradict_are_refused_at_the_call() {
    refused("optimizer", () -> FAST.optimizer(Optimizer.sgd()));
    refused("learningRate", () -> FAST.learningRate(0.1));
    refused("epochs", () -> FAST.epochs(3));
    refused("batchSize", () -> FAST.batchSize(3));
    refused("patience", () -> FAST.patience(3));
    refused("preset", () -> FAST.preset("kimCnn"));
    refused("network", () -> FAST.network(Layers.flatten()));
    refused("labelSmoothing", () -> FAST.labelSmoothing(0.1));
    refused("freeze", () -> FAST.freeze("*"));
    refused("clipNorm", () -> FAST.clipNorm(1));
  }

  private static void refused(String setting, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "Pipeline.auto() chooses", "expected no " + setting + "(..)", "Pipeline.text(..)");
  }
}
