package dev.sortal.tck;

import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.error.DataException;
import dev.sortal.error.TrainingException;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.FoldFigure;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.TrainingListener;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(4))
          .network(embedding(4), dropout(0.2), flatten())
          .epochs(6)
          .learningRate(0.05)
          .backend(new ReferenceBackend());
  private static final Dataset ROWS = Dataset.of(rows(90));
  private static final Folds FOLDS = new Folds(3, 5);

  /** Texts whose first word tells the label, but for every seventh. */
  private static List<Example> rows(int count) {
    SplitMix64 random = new SplitMix64(3);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              boolean isGood = random.below(2) == 0;
              String text = (isGood ? "good" : "bad") + " film " + random.below(20);
              return Example.text(text).labelled(isGood != (i % 7 == 0) ? "yes" : "no");
            })
        .toList();
  }

  private static List<float[]> probabilities(CrossValidation result) {
    return result.rows().stream().map(row -> row.prediction().probabilities()).toList();
  }

  @Test
  void each_fold_is_a_training_on_the_others() {
    CrossValidation result = PIPELINE.crossValidate(ROWS, FOLDS);
    List<Split> splits = ROWS.folds(FOLDS);
    assertThat(result.folds()).hasSize(3);
    for (CrossValidation.Fold fold : result.folds()) {
      Split parts = splits.get(fold.number() - 1);
      try (Classifier alone = PIPELINE.train(parts)) {
        Evaluation expected = alone.evaluate(parts.test());
        assertThat(fold.evaluation().logLoss()).isEqualTo(expected.logLoss());
        assertThat(fold.evaluation().accuracy()).isEqualTo(expected.accuracy());
        assertThat(fold.history().bestEpoch()).isEqualTo(alone.history().bestEpoch());
      }
      assertThat(fold.rows()).isEqualTo(30);
      assertThat(fold.trainingRows()).isEqualTo(60);
      assertThat(fold.seconds()).isPositive();
    }
    FoldFigure accuracy = result.figure(Evaluation::accuracy);
    assertThat(accuracy.mean()).isBetween(0.75, 0.95);
    assertThat(accuracy.heldOut()).isEqualTo(0.5);
    assertThat(accuracy.values())
        .isEqualTo(result.folds().stream().map(one -> one.evaluation().accuracy()).toList());
  }

  @Test
  void every_example_is_predicted_once_by_who_has_not_seen_it() {
    CrossValidation result = PIPELINE.crossValidate(ROWS, FOLDS);
    List<Example> examples = ROWS.toList();
    int[] assigned = FOLDS.assign(examples);
    assertThat(result.rows()).hasSize(90);
    int right = 0;
    for (int i = 0; i < 90; i++) {
      CrossValidation.Row row = result.rows().get(i);
      assertThat(row.index()).isEqualTo(i);
      assertThat(row.fold()).isEqualTo(assigned[i] + 1);
      assertThat(row.truth()).containsExactly(examples.get(i).label());
      right += row.prediction().label().equals(examples.get(i).label()) ? 1 : 0;
    }
    Evaluation together = result.evaluation();
    assertThat(together.rows()).isEqualTo(90);
    assertThat(together.accuracy()).isEqualTo(right / 90.0);
    assertThat(together.accuracy())
        .isCloseTo(result.figure(Evaluation::accuracy).mean(), Offset.offset(1e-12));
  }

  @Test
  void folds_at_once_give_the_same_to_the_bit() {
    CrossValidation one = PIPELINE.crossValidate(ROWS, FOLDS);
    CrossValidation three =
        PIPELINE.crossValidate(ROWS, FOLDS, CrossValidation.options().parallel(3));
    assertThat(probabilities(three)).usingRecursiveComparison().isEqualTo(probabilities(one));
    assertThat(three.figure(Evaluation::logLoss)).isEqualTo(one.figure(Evaluation::logLoss));
  }

  @Test
  void listeners_know_their_fold() {
    Map<Integer, List<Integer>> epochs = new ConcurrentHashMap<>();
    CrossValidation.Options options =
        CrossValidation.options()
            .parallel(2)
            .listener(
                fold ->
                    new TrainingListener() {
                      @Override
                      public void onEpoch(Epoch epoch) {
                        epochs
                            .computeIfAbsent(fold, unused -> new ArrayList<>())
                            .add(epoch.number());
                      }
                    });
    PIPELINE.epochs(2).crossValidate(ROWS, FOLDS, options);
    assertThat(epochs).isEqualTo(Map.of(1, List.of(1, 2), 2, List.of(1, 2), 3, List.of(1, 2)));
    Pipeline listened = PIPELINE.listener(new TrainingListener() {});
    assertThatThrownBy(() -> listened.crossValidate(ROWS, FOLDS, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a pipeline without listeners, got 1");
    assertThatThrownBy(() -> options.parallel(0))
        .hasMessageContaining("parallel must be at least 1, got 0");
  }

  @Test
  void groups_are_never_on_both_sides_of_training_and_validation() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      examples.add(ROWS.toList().get(i).with("text", "author" + i / 6).with("author", "a" + i / 6));
    }
    // A word of its own for each author: rows of another author are all alike to the classifier,
    // so that all validation rows get one answer, and so do all test rows.
    Set<Double> shares = new HashSet<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            shares.add(epoch.validationBalancedAccuracy());
          }
        };
    CrossValidation result =
        PIPELINE
            .listener(listener)
            .validation(0.25)
            .crossValidate(Dataset.of(examples), FOLDS.by("author"));
    for (CrossValidation.Row row : result.rows()) {
      assertThat(row.prediction().isUnknown()).as("row %d", row.index()).isTrue();
    }
    assertThat(result.rows().stream().map(row -> row.index() / 6 + ":" + row.fold()).distinct())
        .hasSize(15);
    assertThat(shares).containsExactly(0.5);
  }

  @Test
  void several_labels_are_judged_as_such() {
    SplitMix64 random = new SplitMix64(8);
    List<Example> examples =
        IntStream.range(0, 120)
            .mapToObj(
                i -> {
                  List<String> labels = new ArrayList<>();
                  List.of("a", "b", "c").stream()
                      .filter(label -> random.below(2) == 0)
                      .forEach(labels::add);
                  return Example.text(String.join(" ", labels) + " x").labelled(labels);
                })
            .toList();
    CrossValidation result =
        PIPELINE.severalLabels().epochs(20).crossValidate(Dataset.of(examples), FOLDS);
    assertThat(result.severalLabels()).isTrue();
    FoldFigure f1 = result.labelFigure(MultiLabelEvaluation::microF1);
    assertThat(f1.mean()).isGreaterThan(0.9);
    assertThat(result.labelEvaluation().rows()).isEqualTo(120);
    assertThat(result.labelEvaluation().f1(Average.MACRO)).isGreaterThan(0.9);
    assertThat(result.toString()).contains("microF1", "hammingLoss");
    assertThat(result.toJson().path("figures").has("subsetAccuracy")).isTrue();
    assertThatThrownBy(() -> result.figure(Evaluation::accuracy))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use labelEvaluation and labelFigure");
    assertThatThrownBy(result::evaluation).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_label_that_a_fold_lacks_is_wrong_there_and_a_label_of_the_whole() {
    List<Example> examples = new ArrayList<>(rows(60));
    examples.add(Example.text("odd film").labelled("maybe"));
    CrossValidation result = PIPELINE.crossValidate(Dataset.of(examples), FOLDS);
    int fold = result.rows().get(60).fold();
    assertThat(result.folds().get(fold - 1).labels()).containsExactly("no", "yes");
    assertThat(result.folds().get(fold - 1).evaluation().unknownLabels()).containsKey("maybe");
    assertThat(result.labels()).containsExactly("maybe", "no", "yes");
    assertThat(result.evaluation().labels()).isEqualTo(result.labels());
    assertThat(result.evaluation().rows()).isEqualTo(61);
    assertThat(result.evaluation().unknownLabels()).isEmpty();
  }

  @Test
  void tables_and_json_hold_means_intervals_and_folds() {
    CrossValidation result = PIPELINE.crossValidate(ROWS, FOLDS);
    assertThat(result.toString()).contains("3 folds of 90 examples", "accuracy", "logLoss");
    assertThat(result.toString().lines()).allMatch(line -> line.length() <= 80);
    FoldFigure accuracy = result.figure(Evaluation::accuracy);
    assertThat(result.toJson().at("/figures/accuracy/mean").asDouble()).isEqualTo(accuracy.mean());
    assertThat(result.toJson().at("/figures/accuracy/interval/low").asDouble())
        .isEqualTo(accuracy.interval(0.95).low());
    assertThat(result.toJson().at("/figures/accuracy/values")).hasSize(3);
    assertThat(result.toJson().at("/together/rows").asInt()).isEqualTo(90);
    assertThat(result.toJson().at("/each")).hasSize(3);
  }

  @Test
  void every_classifier_is_closed() {
    for (int parallel : List.of(1, 2)) {
      Counting counting = new Counting();
      PIPELINE
          .backend(counting)
          .crossValidate(ROWS, FOLDS, CrossValidation.options().parallel(parallel));
      assertThat(counting.opened).hasSize(3);
      assertThat(counting.closed).isEqualTo(counting.opened);
    }
  }

  /** The reference, remembering which inference sessions are opened and closed. */
  private static final class Counting implements TrainingBackend {
    private final ReferenceBackend reference = new ReferenceBackend();
    final Set<InferenceSession> opened = ConcurrentHashMap.newKeySet();
    final Set<InferenceSession> closed = ConcurrentHashMap.newKeySet();

    @Override
    public InferenceSession open(Network network, Weights weights, Execution execution) {
      InferenceSession session = reference.open(network, weights, execution);
      opened.add(session);
      return new InferenceSession() {
        @Override
        public void logits(Batch batch, FloatBuffer into) {
          session.logits(batch, into);
        }

        @Override
        public Device device() {
          return session.device();
        }

        @Override
        public void close() {
          closed.add(session);
          session.close();
        }
      };
    }

    @Override
    public TrainingSession train(TrainingPlan plan) {
      return reference.train(plan);
    }

    @Override
    public int spiVersion() {
      return reference.spiVersion();
    }

    @Override
    public String name() {
      return reference.name();
    }

    @Override
    public String engine() {
      return reference.engine();
    }

    @Override
    public List<Device> devices() {
      return reference.devices();
    }
  }

  @Test
  void a_training_that_fails_names_its_fold() {
    for (int parallel : List.of(1, 3)) {
      CrossValidation.Options options =
          CrossValidation.options()
              .parallel(parallel)
              .listener(
                  fold ->
                      new TrainingListener() {
                        @Override
                        public void onEpoch(Epoch epoch) {
                          if (fold >= 2) {
                            throw new TrainingException("no loss in epoch " + epoch.number());
                          }
                        }
                      });
      assertThatThrownBy(() -> PIPELINE.crossValidate(ROWS, FOLDS, options))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("Fold 2 of 3: no loss in epoch 1");
    }
    assertThatThrownBy(() -> PIPELINE.crossValidate(Dataset.of(rows(2)), FOLDS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 3 examples");
  }

  @Test
  void interruption_ends_it_and_is_kept() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> PIPELINE.listener(listener).crossValidate(ROWS, FOLDS))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("interrupted in fold 1 of 3");
    assertThat(Thread.interrupted()).isTrue();
  }
}
