package dev.sortal.training;

import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Truth;
import dev.sortal.error.BackendException;
import dev.sortal.error.TrainingException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Side;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrainingLoopTest {
  private static final Network NETWORK =
      Network.of(
          new Input.Tokens("text", 100, 1, Side.POST), embedding(2), globalMaxPool(), dense(2));

  private static final TrainingPlan PLAN =
      TrainingPlan.of(NETWORK, Optimizer.sgd(), new Loss.SoftmaxCrossEntropy(0), 7);

  private final ScriptedSession session = new ScriptedSession();

  /** Rows whose only id is their number, all of class 1. */
  private static EncodedSet rows(int count) {
    IdColumn.Builder column = new IdColumn.Builder();
    for (int i = 0; i < count; i++) {
      column.id(i);
      column.endRow();
    }
    int[] classes = new int[count];
    Arrays.fill(classes, 1);
    float[] weights = new float[count];
    Arrays.fill(weights, 1);
    return new EncodedSet(List.of(column.finish()), new Truth.One(classes), weights);
  }

  private TrainingLoop.Outcome run(int epochs, int patience, Monitor monitor, int validation) {
    return run(epochs, patience, monitor, validation, new TrainingListener() {});
  }

  private TrainingLoop.Outcome run(
      int epochs, int patience, Monitor monitor, int validation, TrainingListener listener) {
    TrainingSettings settings = new TrainingSettings(epochs, 4, 0.1, patience, monitor, 7);
    return new TrainingLoop(session, NETWORK, rows(10), rows(validation), settings, listener).run();
  }

  private TrainingLoop loop(
      TrainingRows training, int validation, TrainingSettings settings, TrainingListener listener) {
    ValidationRows held = ValidationRows.of(rows(validation), 2);
    return new TrainingLoop(session, PLAN, training, held, settings, listener);
  }

  private static float steps(TrainingLoop.Outcome outcome) {
    return outcome.weights().get("0.embedding.weight").get(0);
  }

  @Test
  void every_epoch_has_every_row_once_in_an_order_of_its_own() {
    run(3, 0, Monitor.VALIDATION_LOSS, 0);
    assertThat(session.batchSizes).containsExactly(4, 4, 2, 4, 4, 2, 4, 4, 2);
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      epochs.add(session.rows.subList(10 * epoch, 10 * epoch + 10));
      assertThat(epochs.get(epoch))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10).boxed().toList());
    }
    assertThat(epochs).doesNotHaveDuplicates();
  }

  @Test
  void the_shuffled_order_is_that_of_the_seeded_generator() {
    int[] expected = IntStream.range(0, 10).toArray();
    new SplitMix64(SplitMix64.derive(7, 2)).shuffle(expected);
    assertThat(RowOrder.shuffled(10, 7).epoch(2)).isEqualTo(expected);
    run(2, 0, Monitor.VALIDATION_LOSS, 0);
    assertThat(session.rows.subList(10, 20))
        .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
  }

  @Test
  void the_seed_decides_the_order() {
    run(2, 0, Monitor.VALIDATION_LOSS, 0);
    List<Integer> first = List.copyOf(session.rows);
    session.rows.clear();
    run(2, 0, Monitor.VALIDATION_LOSS, 0);
    assertThat(session.rows).isEqualTo(first);
  }

  @Test
  void figures_are_means_over_rows() {
    session.loss = step -> step;
    Epoch epoch = run(1, 0, Monitor.VALIDATION_LOSS, 0).history().epochs().get(0);
    assertThat(epoch.loss()).isEqualTo((4 * 1 + 4 * 2 + 2 * 3) / 10.0);
    assertThat(epoch.accuracy()).isEqualTo(1);
    assertThat(epoch.validationLoss()).isNaN();
    assertThat(epoch.validationAccuracy()).isNaN();
  }

  @Test
  void without_validation_the_last_weights_are_kept() {
    TrainingLoop.Outcome outcome = run(3, 0, Monitor.VALIDATION_LOSS, 0);
    assertThat(steps(outcome)).isEqualTo(9);
    assertThat(outcome.history().bestEpoch()).isEqualTo(3);
    assertThat(outcome.history().end()).isEqualTo(History.End.COMPLETED);
  }

  @Test
  void with_validation_the_best_epochs_weights_are_kept() {
    int[] right = {3, 5, 4, 5};
    session.rightRows = validation -> right[validation];
    TrainingLoop.Outcome outcome = run(4, 0, Monitor.VALIDATION_ACCURACY, 6);
    assertThat(outcome.history().bestEpoch()).isEqualTo(2);
    assertThat(steps(outcome)).isEqualTo(6);
    assertThat(outcome.history().epochs().get(1).validationAccuracy()).isEqualTo(5 / 6.0);
  }

  @Test
  void training_stops_after_patience_without_improvement() {
    int[] right = {1, 4, 3, 2, 6, 6};
    session.rightRows = validation -> right[validation];
    TrainingLoop.Outcome outcome = run(6, 2, Monitor.VALIDATION_LOSS, 6);
    assertThat(outcome.history().end()).isEqualTo(History.End.STOPPED_EARLY);
    assertThat(outcome.history().epochs()).hasSize(4);
    assertThat(outcome.history().bestEpoch()).isEqualTo(2);
    assertThat(steps(outcome)).isEqualTo(6);
  }

  @Test
  void validation_rows_of_an_unknown_class_are_wrong_and_have_no_loss() {
    EncodedSet validation =
        new EncodedSet(
            List.of(columnOf(4)), new Truth.One(new int[] {1, 1, Truth.UNKNOWN, 1}), new float[4]);
    session.rightRows = unused -> 4;
    TrainingSettings settings = new TrainingSettings(1, 4, 0.1, 0, Monitor.VALIDATION_LOSS, 7);
    Epoch epoch =
        new TrainingLoop(session, NETWORK, rows(4), validation, settings, new TrainingListener() {})
            .run()
            .history()
            .epochs()
            .get(0);
    assertThat(epoch.validationAccuracy()).isEqualTo(0.75);
    assertThat(epoch.validationLoss()).isCloseTo(Math.log(1 + Math.exp(-1)), Offset.offset(1e-12));
  }

  @Test
  void balanced_accuracy_counts_a_rare_class_as_much_as_a_frequent_one() {
    // The one row of class 0 is right where fewer than all rows are taken for class 1.
    EncodedSet validation =
        new EncodedSet(
            List.of(columnOf(8)), new Truth.One(new int[] {1, 1, 1, 1, 1, 1, 1, 0}), new float[8]);
    int[] takenForOne = {8, 5, 2};
    session.rightRows = pass -> takenForOne[pass % 3];
    for (Monitor monitor :
        List.of(
            Monitor.VALIDATION_LOSS,
            Monitor.VALIDATION_ACCURACY,
            Monitor.VALIDATION_BALANCED_ACCURACY)) {
      TrainingSettings settings = new TrainingSettings(3, 4, 0.1, 0, monitor, 7);
      TrainingListener silent = new TrainingListener() {};
      History history =
          new TrainingLoop(session, NETWORK, rows(4), validation, settings, silent).run().history();
      assertThat(history.epochs())
          .extracting(Epoch::validationBalancedAccuracy)
          .containsExactly(0.5, (5 / 7.0 + 1) / 2, (2 / 7.0 + 1) / 2);
      assertThat(history.bestEpoch())
          .isEqualTo(monitor == Monitor.VALIDATION_BALANCED_ACCURACY ? 2 : 1);
    }
  }

  private static IdColumn columnOf(int count) {
    IdColumn.Builder column = new IdColumn.Builder();
    for (int i = 0; i < count; i++) {
      column.endRow();
    }
    return column.finish();
  }

  @Test
  void a_loss_that_is_not_finite_ends_the_training_with_epoch_and_step() {
    session.loss = step -> step == 5 ? Double.NaN : 1;
    assertThatThrownBy(() -> run(3, 0, Monitor.VALIDATION_LOSS, 0))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("epoch 2, step 2", "got NaN", "learning rate", "0.1", "clipNorm");
  }

  @Test
  void an_engine_failure_keeps_its_cause_and_says_when() {
    session.failingStep = 4;
    assertThatThrownBy(() -> run(3, 0, Monitor.VALIDATION_LOSS, 0))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("epoch 2, step 1", "the engine broke")
        .hasCauseInstanceOf(BackendException.class);
  }

  @Test
  void an_engine_failure_in_validation_names_the_epoch() {
    session.rightRows =
        validation -> {
          throw new BackendException("the engine broke");
        };
    assertThatThrownBy(() -> run(3, 0, Monitor.VALIDATION_LOSS, 6))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("the validation of epoch 1", "the engine broke");
  }

  @Test
  void an_interrupt_ends_with_the_best_weights_so_far_and_is_consumed() {
    int[] right = {5, 2, 2};
    session.rightRows = validation -> right[validation];
    TrainingLoop.Outcome outcome =
        run(9, 0, Monitor.VALIDATION_ACCURACY, 6, interruptAfterEpoch(2));
    assertThat(Thread.interrupted()).isFalse();
    assertThat(outcome.history().end()).isEqualTo(History.End.INTERRUPTED);
    assertThat(outcome.history().bestEpoch()).isEqualTo(1);
    assertThat(steps(outcome)).isEqualTo(3);
  }

  @Test
  void an_interrupt_without_validation_keeps_the_weights_so_far() {
    TrainingLoop.Outcome outcome = run(9, 0, Monitor.VALIDATION_LOSS, 0, interruptAfterEpoch(2));
    assertThat(outcome.history().bestEpoch()).isZero();
    assertThat(outcome.history().epochs()).hasSize(2);
    assertThat(steps(outcome)).isGreaterThanOrEqualTo(6);
  }

  private static TrainingListener interruptAfterEpoch(int number) {
    return new TrainingListener() {
      @Override
      public void onEpoch(Epoch epoch) {
        if (epoch.number() == number) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void a_listener_is_told_every_step_epoch_and_the_end() {
    List<String> events = new ArrayList<>();
    run(
        2,
        0,
        Monitor.VALIDATION_LOSS,
        0,
        new TrainingListener() {
          @Override
          public void onStart(Start start) {
            events.add("start");
          }

          @Override
          public void onStep(Progress progress) {
            events.add(progress.epoch() + ":" + progress.rows());
          }

          @Override
          public void onEpoch(Epoch epoch) {
            events.add("epoch " + epoch.number());
          }

          @Override
          public void onEnd(History history) {
            events.add("end " + history.epochs().size());
          }
        });
    assertThat(events)
        .containsExactly("1:4", "1:8", "1:10", "epoch 1", "2:4", "2:8", "2:10", "epoch 2", "end 2");
  }

  @Test
  void a_listener_that_throws_ends_the_training_and_no_thread_is_left()
      throws InterruptedException {
    TrainingListener thrower =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            throw new IllegalStateException("enough");
          }
        };
    assertThatThrownBy(() -> run(3, 0, Monitor.VALIDATION_LOSS, 0, thrower)).hasMessage("enough");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("sortal-batches")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void a_given_order_may_leave_rows_out_and_repeat_others() {
    List<Progress> progress = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Progress step) {
            progress.add(step);
          }
        };
    RowOrder order = epoch -> epoch == 1 ? new int[] {0, 1, 1, 1, 0, 1, 1} : new int[] {2};
    TrainingSettings settings = new TrainingSettings(2, 100, 0.1, 0, Monitor.VALIDATION_LOSS, 7);
    loop(new TrainingRows(rows(3), order), 0, settings, listener).run();
    assertThat(session.rows).containsExactly(0, 1, 1, 1, 0, 1, 1, 2);
    assertThat(progress).extracting(Progress::totalRows).containsExactly(7, 1);
  }

  @Test
  void an_order_without_rows_is_refused() {
    TrainingSettings settings = new TrainingSettings(2, 4, 0.1, 0, Monitor.VALIDATION_LOSS, 7);
    RowOrder order = epoch -> epoch == 1 ? new int[] {0} : new int[0];
    TrainingLoop loop =
        loop(new TrainingRows(rows(3), order), 0, settings, new TrainingListener() {});
    assertThatThrownBy(loop::run).hasMessage("There are no rows to train on in epoch 2.");
  }

  @Test
  void there_must_be_rows_to_train_on() {
    TrainingSettings settings = new TrainingSettings(1, 4, 0.1, 0, Monitor.VALIDATION_LOSS, 7);
    assertThatThrownBy(
            () ->
                new TrainingLoop(
                    session, NETWORK, rows(0), rows(0), settings, new TrainingListener() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no rows to train on");
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertThatThrownBy(() -> new TrainingSettings(0, 4, 0.1, 0, Monitor.VALIDATION_LOSS, 7))
        .hasMessage("epochs must be at least 1, got 0.");
    assertThatThrownBy(() -> new TrainingSettings(1, 0, 0.1, 0, Monitor.VALIDATION_LOSS, 7))
        .hasMessageContaining("batchSize");
    assertThatThrownBy(() -> new TrainingSettings(1, 4, -1, 0, Monitor.VALIDATION_LOSS, 7))
        .hasMessage("learningRate must be above 0, got -1.0.");
    assertThatThrownBy(() -> new TrainingSettings(1, 4, 1, -1, Monitor.VALIDATION_LOSS, 7))
        .hasMessageContaining("patience");
  }
}
