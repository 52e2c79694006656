package dev.sortal.tck;

import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Optimizer;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Monitor;
import dev.sortal.training.Progress;
import dev.sortal.training.Schedule;
import dev.sortal.training.Span;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop does beside steps, with a network that really learns. */
class LoopFeaturesTest {
  private static final Offset<Float> NEAR = Offset.offset(1e-5f);

  /** 5 steps an epoch. */
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(4))
          .network(embedding(3), globalMaxPool(), dense(4, Activation.TANH))
          .learningRate(0.05)
          .batchSize(20)
          .epochs(2)
          .backend(new ReferenceBackend());

  private static final String OUTPUT = "3.dense.weight";

  @TempDir Path folder;

  private static Dataset rows(int count) {
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          Example.text((i % 4 == 0 ? "good " : "bad ") + "word" + i % 7)
              .labelled(i % 4 == 0 ? "a" : "b"));
    }
    return Dataset.of(rows);
  }

  private static final Split PARTS = new Split(rows(100), rows(40), Dataset.of(List.of()));
  private static final Split WITHOUT_VALIDATION =
      new Split(rows(100), Dataset.of(List.of()), Dataset.of(List.of()));

  private Weights weights(Pipeline pipeline, Split parts) {
    try (Classifier classifier = pipeline.train(parts)) {
      Path file = folder.resolve("classifier.sortal");
      classifier.save(file);
      return BundleFile.read(file).weights();
    }
  }

  /** The weights after each of the first steps, which trainings of one epoch end with. */
  private List<Weights> afterEachStep(Pipeline pipeline, int steps) {
    List<Weights> all = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      int last = step;
      TrainingListener stopping =
          new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
              if (progress.step() == last) {
                Thread.currentThread().interrupt();
              }
            }
          };
      all.add(weights(pipeline.validation(0).listener(stopping), WITHOUT_VALIDATION));
    }
    return all;
  }

  @Test
  void an_average_follows_its_formula_and_moving_statistics_follow_it_too() {
    Pipeline pipeline =
        PIPELINE.network(embedding(3), globalMaxPool(), batchNorm(), dense(4, Activation.TANH));
    List<Weights> steps = afterEachStep(pipeline, 8);
    double decay = 0.7;
    Weights kept =
        weights(
            pipeline.validation(0).average(WeightAverage.decay(decay).every(2).from(0.3)),
            WITHOUT_VALIDATION);
    Weights last = weights(pipeline.validation(0), WITHOUT_VALIDATION);
    for (String name : kept.names()) {
      // Of 10 steps the 4th is the first after a share of 0.3; 6, 8 and 10 count too.
      float[] expected = steps.get(3).get(name).toArray();
      for (Weights latest : List.of(steps.get(5), steps.get(7), last)) {
        float[] values = latest.get(name).toArray();
        for (int i = 0; i < expected.length; i++) {
          expected[i] = (float) (decay * expected[i] + (1 - decay) * values[i]);
        }
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(kept.get(name).get(i)).as(name + " " + i).isCloseTo(expected[i], NEAR);
      }
    }
    assertThat(kept.names()).anyMatch(name -> name.endsWith("batchnorm.mean"));
  }

  @Test
  void averages_are_what_is_validated_and_kept_and_training_does_not_see_them() {
    List<Weights> validated = new ArrayList<>();
    List<Epoch> averaged = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
            averaged.add(epoch);
            validated.add(weights.get());
          }
        };
    Pipeline averaging =
        PIPELINE.average(WeightAverage.decay(0.9).only("*.dense")).listener(listener);
    try (Classifier classifier = averaging.train(PARTS);
        Classifier plain = PIPELINE.train(PARTS)) {
      classifier.save(folder.resolve("averaged.sortal"));
      plain.save(folder.resolve("plain.sortal"));
      Weights kept = BundleFile.read(folder.resolve("averaged.sortal")).weights();
      Weights trained = BundleFile.read(folder.resolve("plain.sortal")).weights();
      assertThat(kept).isEqualTo(validated.get(classifier.history().bestEpoch() - 1));
      assertThat(kept.get(OUTPUT)).isNotEqualTo(trained.get(OUTPUT));
      assertThat(classifier.evaluate(PARTS.validation()).logLoss())
          .isCloseTo(
              averaged.get(classifier.history().bestEpoch() - 1).validationLoss(),
              Offset.offset(1e-4));
      for (int i = 0; i < 2; i++) {
        Epoch one = classifier.history().epochs().get(i);
        Epoch other = plain.history().epochs().get(i);
        // The reference keeps doubles, of which the weights that are put back are the floats.
        assertThat(one.loss()).isCloseTo(other.loss(), Offset.offset(1e-6));
        assertThat(one.validationLoss()).isNotEqualTo(other.validationLoss());
      }
    }
  }

  @Test
  void rows_of_weights_are_no_longer_than_their_limit() {
    Weights free = weights(PIPELINE.epochs(9), PARTS);
    assertThat(longest(free.get(OUTPUT))).isGreaterThan(0.5);
    assertThat(longest(free.get("2.dense.weight"))).isGreaterThan(0.3);
    Weights limited = weights(PIPELINE.epochs(9).maxNorm(0.5), PARTS);
    assertThat(longest(limited.get(OUTPUT))).isBetween(0.499, 0.5 * (1 + 1e-6));
    Weights hidden = weights(PIPELINE.epochs(9).maxNorm(0.3, "2.dense", "0.*"), PARTS);
    assertThat(longest(hidden.get("2.dense.weight"))).isBetween(0.299, 0.3 * (1 + 1e-6));
    assertThat(longest(hidden.get("0.embedding.weight"))).isLessThan(0.3 * (1 + 1e-6));
    assertThat(longest(hidden.get(OUTPUT))).isGreaterThan(0.5);
  }

  private static double longest(Tensor matrix) {
    float[] values = matrix.toArray();
    int width = values.length / matrix.shape().dimension(0);
    double longest = 0;
    for (int from = 0; from < values.length; from += width) {
      double squares = 0;
      for (float value : Arrays.copyOfRange(values, from, from + width)) {
        squares += (double) value * value;
      }
      longest = Math.max(longest, Math.sqrt(squares));
    }
    return longest;
  }

  @Test
  void layers_have_optimizers_of_their_own() {
    Pipeline one = PIPELINE.optimizer(Optimizer.sgd()).learningRate(0.05).validation(0);
    List<Weights> plain = afterEachStep(one, 1);
    List<Weights> faster = afterEachStep(one.optimizer("*.embedding", Optimizer.sgd(), 10), 1);
    Weights first = afterEachStep(one.freeze("0", "2", "3.dense.weight"), 1).get(0);
    String table = "0.embedding.weight";
    for (int i = 0; i < first.get(table).shape().size(); i++) {
      float begin = first.get(table).get(i);
      assertThat(faster.get(0).get(table).get(i) - begin)
          .isCloseTo(10 * (plain.get(0).get(table).get(i) - begin), NEAR);
    }
    assertThat(faster.get(0).get(OUTPUT)).isEqualTo(plain.get(0).get(OUTPUT));
  }

  @Test
  void the_rate_of_each_step_is_that_of_the_schedule() {
    List<Double> rates = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            rates.add(progress.learningRate());
          }
        };
    Schedule schedule = Schedule.linear().warmUp(Span.epochs(1));
    try (Classifier classifier =
        PIPELINE.learningRate(0.1).schedule(schedule).listener(listener).train(PARTS)) {
      double[] expected = {0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.08, 0.06, 0.04, 0.02};
      assertThat(rates).hasSize(10);
      for (int i = 0; i < 10; i++) {
        assertThat(rates.get(i)).isCloseTo(expected[i], Offset.offset(1e-12));
      }
      assertThat(classifier.history().epochs().get(0).learningRate()).isEqualTo(rates.get(4));
      assertThat(classifier.history().epochs().get(1).learningRate()).isEqualTo(rates.get(9));
    }
  }

  @Test
  void the_best_epoch_is_that_of_any_figure() {
    try (Classifier classifier = PIPELINE.epochs(6).monitor(Monitor.MACRO_F1).train(PARTS)) {
      History history = classifier.history();
      double best = history.epochs().get(history.bestEpoch() - 1).monitored();
      assertThat(history.epochs()).allMatch(epoch -> epoch.monitored() <= best);
      assertThat(classifier.evaluate(PARTS.validation()).f1(Average.MACRO))
          .isCloseTo(best, Offset.offset(1e-9));
    }
    Monitor worst =
        Monitor.of("worst F1", evaluation -> evaluation.f1(Average.MACRO)).lowerIsBetter();
    try (Classifier classifier = PIPELINE.epochs(6).monitor(worst).train(PARTS)) {
      assertThat(classifier.history().bestEpoch()).isEqualTo(1);
    }
  }

  @Test
  void the_best_epoch_of_several_labels_is_that_of_any_figure_too() {
    Pipeline several = PIPELINE.severalLabels(0.5).epochs(4);
    Monitor jaccard = Monitor.ofLabels("Jaccard", MultiLabelEvaluation::jaccard);
    for (Monitor monitor : List.of(jaccard, Monitor.MICRO_F1)) {
      try (Classifier classifier = several.monitor(monitor).train(PARTS)) {
        History history = classifier.history();
        MultiLabelEvaluation judged = classifier.evaluateLabels(PARTS.validation());
        assertThat(history.epochs().get(history.bestEpoch() - 1).monitored())
            .isCloseTo(
                monitor.equals(jaccard) ? judged.jaccard() : judged.microF1(), Offset.offset(1e-9));
      }
    }
    assertThatThrownBy(() -> PIPELINE.monitor(jaccard).train(PARTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The figure \"Jaccard\" is for several labels an example, got no severalLabels().");
  }

  @Test
  void a_training_ends_when_nothing_gets_better_by_enough() {
    try (Classifier classifier = PIPELINE.epochs(9).patience(2, 100).train(PARTS)) {
      assertThat(classifier.history().epochs()).hasSize(3);
      assertThat(classifier.history().end()).isEqualTo(History.End.STOPPED_EARLY);
      assertThat(classifier.history().bestEpoch())
          .as("the best is the best, however close")
          .isEqualTo(3);
    }
  }

  @Test
  void all_work_together() {
    Pipeline all =
        PIPELINE
            .optimizer(Optimizer.adamW(0.01))
            .learningRate(0.05)
            .optimizer("*.embedding", Optimizer.adam().lazyEmbeddings(), 2)
            .schedule(Schedule.oneCycle().reduceOnPlateau(0.5, 8))
            .average(WeightAverage.decay(0.5))
            .maxNorm(2)
            .labelSmoothing(0.1)
            .clipNorm(1)
            .balancedClassWeights()
            .freeze("2.dense.bias")
            .monitor(Monitor.ROC_AUC)
            .epochs(12);
    try (Classifier classifier = all.train(PARTS)) {
      assertThat(classifier.evaluate(PARTS.validation()).accuracy()).isEqualTo(1);
    }
    assertThat(weights(all, PARTS).get("2.dense.bias").toArray()).containsOnly(0);
  }

  @Test
  void what_cannot_be_is_refused() {
    assertThatThrownBy(
            () ->
                PIPELINE
                    .validation(0)
                    .schedule(Schedule.constant().reduceOnPlateau(0.5, 1))
                    .train(WITHOUT_VALIDATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on a plateau needs validation rows, got none");
    assertThatThrownBy(() -> PIPELINE.maxNorm(1, "*.conv1d").train(PARTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing to limit the norm of by the name \"*.conv1d\"")
        .hasMessageContaining("2.dense");
    assertThatThrownBy(() -> PIPELINE.average(WeightAverage.decay(0.9).only("conv")).train(PARTS))
        .hasMessageContaining("nothing to average by the name \"conv\"");
    assertThatThrownBy(() -> PIPELINE.optimizer("conv", Optimizer.sgd(), 1).train(PARTS))
        .hasMessageContaining("nothing to give an optimizer of its own by the name \"conv\"");
    assertThatThrownBy(
            () ->
                PIPELINE
                    .optimizer("0.embedding", Optimizer.sgd(), 1)
                    .optimizer("*.weight", Optimizer.adam(), 1)
                    .train(PARTS))
        .hasMessageContaining("\"0.embedding.weight\" has two optimizers")
        .hasMessageContaining("\"*.weight\"");
    assertThatThrownBy(() -> PIPELINE.optimizer("x", Optimizer.sgd(), 0))
        .hasMessage("rateFactor must be above 0, got 0.0.");
    assertThatThrownBy(() -> PIPELINE.maxNorm(0)).hasMessage("maxNorm must be above 0, got 0.0.");
    assertThatThrownBy(() -> WeightAverage.decay(1)).hasMessageContaining("(0, 1), got 1.0");
    assertThatThrownBy(() -> WeightAverage.decay(0.9).every(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> WeightAverage.decay(0.9).from(1)).hasMessageContaining("got 1.0");
    assertThatThrownBy(() -> PIPELINE.patience(1, -1))
        .hasMessage("leastImprovement must be at least 0, got -1.0.");
  }
}
