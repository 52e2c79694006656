package dev.sortal.tck;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.spec.Optimizer;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.Progress;
import dev.sortal.training.Sampling;
import dev.sortal.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rare classes in the real loop: what is learned follows from the counts. */
class ImbalanceTest {
  private static final Offset<Double> NEAR = Offset.offset(0.06);

  /** A word of its own logits: what it learns is the share of each class, by weight and visits. */
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(1))
          .network(embedding(2), flatten())
          .optimizer(Optimizer.adam())
          .learningRate(0.02)
          .batchSize(60)
          .epochs(40)
          .validation(0)
          .backend(new ReferenceBackend());

  /** Of the word x 30 rows are rare and 70 common, of y all 500 are common. */
  private static final Dataset ROWS = rows();

  @TempDir Path folder;

  private static Dataset rows() {
    List<Example> rows = new ArrayList<>();
    rows.addAll(Collections.nCopies(30, Example.text("x").labelled("rare")));
    rows.addAll(Collections.nCopies(70, Example.text("x").labelled("common")));
    rows.addAll(Collections.nCopies(500, Example.text("y").labelled("common")));
    return Dataset.of(rows);
  }

  private static double rareOf(Pipeline pipeline, String text) {
    try (Classifier classifier = pipeline.train(ROWS)) {
      return classifier.classify(text).probability("rare");
    }
  }

  @Test
  void without_anything_shares_are_those_of_the_rows() {
    assertThat(rareOf(PIPELINE, "x")).isCloseTo(30 / 100.0, NEAR);
  }

  @Test
  void balanced_weights_give_all_classes_as_much_say() {
    double rare = 30 * 600 / (2 * 30.0);
    double common = 70 * 600 / (2 * 570.0);
    assertThat(rareOf(PIPELINE.balancedClassWeights(), "x"))
        .isCloseTo(rare / (rare + common), NEAR);
  }

  @Test
  void oversampling_does_so_by_repeating_rare_rows() {
    Pipeline pipeline = PIPELINE.sampling(Sampling.oversample()).epochs(20);
    assertThat(rareOf(pipeline, "x")).isCloseTo(570 / (570.0 + 70), NEAR);
    Pipeline half = PIPELINE.sampling(Sampling.oversample(0.5)).epochs(30);
    assertThat(rareOf(half, "x")).isCloseTo(285 / (285.0 + 70), NEAR);
  }

  @Test
  void undersampling_does_so_by_leaving_common_rows_out() {
    Pipeline pipeline = PIPELINE.sampling(Sampling.undersample()).batchSize(20).epochs(150);
    assertThat(rareOf(pipeline, "x")).isCloseTo(30 / (30 + 70 * 30 / 570.0), NEAR);
  }

  @Test
  void only_training_rows_are_sampled() {
    List<Epoch> epochs = new ArrayList<>();
    TreeSet<Integer> rowsOfEpochs = new TreeSet<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            rowsOfEpochs.add(progress.totalRows());
          }

          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch);
          }
        };
    Dataset validation = Dataset.of(ROWS.toList().subList(0, 150));
    Pipeline pipeline = PIPELINE.sampling(Sampling.undersample()).epochs(3).listener(listener);
    try (Classifier classifier =
        pipeline.train(new Split(ROWS, validation, Dataset.of(List.of())))) {
      assertThat(rowsOfEpochs).containsExactly(60);
      int best = classifier.history().bestEpoch();
      assertThat(epochs.get(best - 1).validationAccuracy())
          .isCloseTo(classifier.evaluate(validation).accuracy(), Offset.offset(1e-9));
    }
  }

  @Test
  void trainings_repeat_to_the_bit() {
    Pipeline pipeline = PIPELINE.sampling(Sampling.undersample()).epochs(5);
    assertThat(rareOf(pipeline, "x")).isEqualTo(rareOf(pipeline, "x"));
    assertThat(rareOf(pipeline.seed(7), "x")).isNotEqualTo(rareOf(pipeline, "x"));
  }

  @Test
  void the_file_says_what_was_done() {
    JsonNode balanced = provenance(PIPELINE.balancedClassWeights());
    assertThat(balanced.path("classWeighting").asText()).isEqualTo("balanced");
    assertThat(balanced.path("classWeights").path("rare").asDouble()).isEqualTo(10);
    assertThat(balanced.path("classWeights").path("common").asDouble())
        .isCloseTo(600 / 1140.0, Offset.offset(1e-12));
    JsonNode given = provenance(PIPELINE.classWeights(Map.of("rare", 3.0)));
    assertThat(given.path("classWeighting").asText()).isEqualTo("given");
    assertThat(given.path("classWeights").toString()).isEqualTo("{\"rare\":3.0}");
    JsonNode sampled = provenance(PIPELINE.sampling(Sampling.oversample(0.5)));
    assertThat(sampled.path("classWeighting").asText()).isEqualTo("none");
    assertThat(sampled.path("sampling").toString())
        .isEqualTo("{\"kind\":\"OVERSAMPLE\",\"ratio\":0.5}");
  }

  private JsonNode provenance(Pipeline pipeline) {
    Path file = folder.resolve("rare.sortal");
    try (Classifier classifier = pipeline.epochs(1).train(ROWS)) {
      classifier.save(file);
    }
    return BundleFile.read(file).provenance();
  }

  @Test
  void weights_of_labels_that_do_not_occur_are_refused() {
    assertThatThrownBy(() -> PIPELINE.classWeights(Map.of("raer", 2.0)).train(ROWS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"raer\"", "expected some of [common, rare]");
  }
}
