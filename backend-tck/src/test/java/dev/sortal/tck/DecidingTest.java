package dev.sortal.tck;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.Split;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Calibration;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.FittedCalibration;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of logits after the training: calibration, thresholds, refusal. */
class DecidingTest {
  private static final Offset<Double> NEAR = Offset.offset(0.02);

  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(1))
          .network(embedding(4), flatten())
          .learningRate(0.1)
          .epochs(1)
          .backend(new ReferenceBackend());

  /** Sure in training; of the validation rows of word x only 70 % are as they were then. */
  private static final Split PARTS =
      new Split(rows(400, 0, 0, 400, 100), rows(70, 30, 20, 80, 10), rows(70, 30, 20, 80, 10));

  @TempDir Path folder;

  private static Dataset rows(int xa, int xb, int ya, int yb, int zc) {
    List<Example> rows = new ArrayList<>();
    add(rows, xa, "x", "a");
    add(rows, xb, "x", "b");
    add(rows, ya, "y", "a");
    add(rows, yb, "y", "b");
    add(rows, zc, "z", "c");
    return Dataset.of(rows);
  }

  private static void add(List<Example> rows, int count, String text, String label) {
    rows.addAll(Collections.nCopies(count, Example.text(text).labelled(label)));
  }

  @Nested
  class Calibrating {
    @Test
    void isotonic_probabilities_are_the_shares_of_the_validation_rows() {
      try (Classifier classifier = PIPELINE.calibrate(Calibration.ISOTONIC).train(PARTS)) {
        assertThat(classifier.classify("x").probability("a")).isCloseTo(0.7, NEAR);
        assertThat(classifier.classify("y").probability("b")).isCloseTo(0.8, NEAR);
      }
    }

    @Test
    void a_temperature_mends_log_loss_and_leaves_answers_alone() {
      try (Classifier plain = PIPELINE.train(PARTS);
          Classifier calibrated = PIPELINE.calibrate(Calibration.TEMPERATURE).train(PARTS)) {
        Evaluation before = plain.evaluate(PARTS.test());
        Evaluation after = calibrated.evaluate(PARTS.test());
        assertThat(before.calibrationError()).isGreaterThan(0.1);
        assertThat(after.calibrationError()).isLessThan(before.calibrationError() / 2);
        assertThat(after.logLoss()).isLessThan(before.logLoss());
        assertThat(after.accuracy()).isEqualTo(before.accuracy());
      }
    }

    @Test
    void later_gives_what_the_pipeline_gives() {
      try (Classifier plain = PIPELINE.train(PARTS);
          Classifier calibrated = PIPELINE.calibrate(Calibration.TEMPERATURE).train(PARTS)) {
        Classifier later = plain.calibrated(PARTS.validation(), Calibration.TEMPERATURE);
        assertThat(later.classify("x").probabilities())
            .isEqualTo(calibrated.classify("x").probabilities());
        assertThat(plain.classify("x").probability())
            .isGreaterThan(later.classify("x").probability());
      }
    }

    @Test
    void is_in_the_file() {
      Path file = folder.resolve("model.sortal");
      for (Calibration calibration : Calibration.values()) {
        try (Classifier classifier = PIPELINE.calibrate(calibration).train(PARTS)) {
          classifier.save(file);
          try (Classifier again = Classifier.open(BundleFile.read(file), choice())) {
            assertThat(again.classify("y").probabilities())
                .isEqualTo(classifier.classify("y").probabilities());
          }
        }
      }
    }

    @Test
    void of_several_labels_takes_thresholds_along() {
      Pipeline several = PIPELINE.severalLabels(0.4);
      try (Classifier plain = several.train(PARTS)) {
        Classifier calibrated = plain.calibrated(PARTS.validation(), Calibration.TEMPERATURE);
        MultiLabelEvaluation before = plain.evaluateLabels(PARTS.test());
        MultiLabelEvaluation after = calibrated.evaluateLabels(PARTS.test());
        assertThat(after.microF1()).isEqualTo(before.microF1());
        assertThat(after.calibrationError()).isLessThan(before.calibrationError());
      }
      try (Classifier tuned =
          PIPELINE.severalLabels().calibrate(Calibration.ISOTONIC).train(PARTS)) {
        assertThat(tuned.classify("x").probability("a")).isCloseTo(0.7, NEAR);
        assertThat(tuned.evaluateLabels(PARTS.test()).f1(Average.MACRO)).isGreaterThan(0.8);
      }
    }

    @Test
    void refuses_to_do_without_validation_rows_before_it_trains() {
      assertThatThrownBy(
              () -> PIPELINE.validation(0).calibrate(Calibration.ISOTONIC).train(PARTS.train()))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "calibrate(..) needs validation examples: expected some, got none. Set"
                  + " validation(0.1), give a split with validation examples, or do it later with"
                  + " examples that were not trained on.");
    }

    @Test
    void refuses_rows_of_other_labels() {
      try (Classifier classifier = PIPELINE.train(PARTS)) {
        List<Example> strange = List.of(Example.text("x").labelled("new"));
        assertThatThrownBy(
                () -> classifier.calibrated(Dataset.of(strange), Calibration.TEMPERATURE))
            .isInstanceOf(DataException.class)
            .hasMessage(
                "There is nothing to calibrate with: expected examples with labels of the model, got"
                    + " none. The labels are [a, b, c].");
      }
    }
  }

  private static BackendChoice choice() {
    return BackendChoice.of(new ReferenceBackend());
  }

  @Nested
  class Abstaining {
    @Test
    void gives_no_label_below_the_confidence() {
      try (Classifier classifier =
          PIPELINE.calibrate(Calibration.ISOTONIC).abstainBelow(0.75).train(PARTS)) {
        Prediction unsure = classifier.classify("x");
        assertThat(unsure.isAbstained()).isTrue();
        assertThat(unsure.decided()).isEmpty();
        assertThat(unsure.labels()).isEmpty();
        assertThat(unsure.label()).isEqualTo("a");
        assertThat(unsure.isOutOfScope()).isFalse();
        assertThat(unsure.toString()).contains("abstained");
        Prediction sure = classifier.classify("y");
        assertThat(sure.isAbstained()).isFalse();
        assertThat(sure.decided()).contains("b");
        assertThat(sure.labels()).hasSize(1);
        assertThat(classifier.abstainBelow(0).classify("x").decided()).contains("a");
      }
    }

    @Test
    void for_an_accuracy_leaves_as_many_answers_as_can_be() {
      Pipeline pipeline = PIPELINE.calibrate(Calibration.ISOTONIC);
      try (Classifier classifier = pipeline.abstainForAccuracy(0.8).train(PARTS)) {
        assertThat(classifier.classify("x").isAbstained()).isTrue();
        assertThat(classifier.classify("y").isAbstained()).isFalse();
        Evaluation evaluation = classifier.evaluate(PARTS.test());
        assertThat(evaluation.coverageAt(classifier.abstainsBelow()).accuracy())
            .isCloseTo(90 / 110.0, Offset.offset(1e-9));
      }
    }

    @Test
    void for_an_accuracy_that_is_out_of_reach_answers_only_what_is_certain() {
      Dataset mixed = rows(60, 40, 40, 60, 0);
      try (Classifier classifier =
          PIPELINE
              .calibrate(Calibration.ISOTONIC)
              .abstainForAccuracy(0.99)
              .train(new Split(mixed, mixed, mixed))) {
        assertThat(classifier.abstainsBelow()).isEqualTo(1);
        assertThat(classifier.classify("x").isAbstained()).isTrue();
      }
    }

    @Test
    void is_in_the_file_with_what_is_out_of_scope() {
      Path file = folder.resolve("model.sortal");
      try (Classifier classifier = PIPELINE.outOfScope("c").abstainBelow(0.5).train(PARTS)) {
        classifier.save(file);
      }
      assertThat(BundleFile.read(file).decision())
          .isEqualTo(new Decision.OneLabel(new FittedCalibration.None(), 0, 0.5, List.of(2)));
      try (Classifier again = Classifier.open(BundleFile.read(file), choice())) {
        Prediction prediction = again.classify("z");
        assertThat(prediction.isOutOfScope()).isTrue();
        assertThat(prediction.isAbstained()).isTrue();
        assertThat(prediction.label()).isEqualTo("c");
        assertThat(again.classify("y").isAbstained()).isFalse();
      }
    }

    @Test
    void is_not_for_several_labels() {
      assertThatThrownBy(() -> PIPELINE.severalLabels().abstainBelow(0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Abstaining is for one label an example; of several none may be given, got"
                  + " severalLabels() too.");
      try (Classifier classifier = PIPELINE.severalLabels(0.5).train(PARTS)) {
        assertThatThrownBy(() -> classifier.abstainBelow(0.5))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("it does not abstain. Use withThresholds.");
      }
    }

    @Test
    void refuses_what_it_cannot_mean() {
      assertThatThrownBy(() -> PIPELINE.abstainBelow(60))
          .hasMessage("confidence must be in [0, 1], got 60.0.");
      assertThatThrownBy(() -> PIPELINE.abstainForAccuracy(0))
          .hasMessage("accuracy must be in (0, 1], got 0.0.");
      try (Classifier classifier = PIPELINE.train(PARTS)) {
        assertThatThrownBy(() -> classifier.outOfScope("oos"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("The model has no label \"oos\", expected one of [a, b, c].");
        assertThatThrownBy(() -> classifier.abstainBelow(-0.1))
            .hasMessage("The confidence to abstain below must be in [0, 1], got -0.1.");
      }
    }
  }

  @Nested
  class Threshold_of_two_labels {
    private final Split parts =
        new Split(rows(400, 0, 0, 400, 0), rows(70, 30, 20, 80, 0), rows(70, 30, 20, 80, 0));

    @Test
    void gives_the_positive_label_from_there_on() {
      try (Classifier classifier =
          PIPELINE.calibrate(Calibration.ISOTONIC).positive("b").train(parts)) {
        assertThat(classifier.classify("x").label()).isEqualTo("a");
        Classifier thorough = classifier.withThresholds(Map.of("b", 0.25));
        assertThat(thorough.classify("x").label()).isEqualTo("b");
        assertThat(thorough.classify("x").probability()).isCloseTo(0.3, NEAR);
        Evaluation evaluation = thorough.evaluate(parts.test());
        assertThat(evaluation.classes().get(1).recall()).isEqualTo(1);
        assertThat(evaluation.accuracy()).isEqualTo(110 / 200.0);
        Path file = folder.resolve("model.sortal");
        thorough.save(file);
        try (Classifier again = Classifier.open(BundleFile.read(file), choice())) {
          assertThat(again.classify("x").label()).isEqualTo("b");
        }
      }
    }

    @Test
    void is_refused_for_the_other_label_and_for_more_than_two() {
      try (Classifier classifier = PIPELINE.positive("b").train(parts);
          Classifier three = PIPELINE.train(PARTS)) {
        assertThatThrownBy(() -> classifier.withThresholds(Map.of("a", 0.5)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "A model that gives one label an example has a threshold for the positive of two"
                    + " labels only: expected {b} of a model of 2 labels, got [a] of one of 2.");
        assertThatThrownBy(() -> three.withThresholds(Map.of("b", 0.5)))
            .hasMessageContaining("got [b] of one of 3.");
        assertThatThrownBy(() -> classifier.withThresholds(Map.of("b", 0.0)))
            .hasMessage("A threshold must be in (0, 1], got 0.");
      }
    }
  }
}
