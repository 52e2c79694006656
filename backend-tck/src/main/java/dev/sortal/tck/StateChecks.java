package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a training session holds: weights, optimizer state, its life cycle, and refusals. */
interface StateChecks extends LearningChecks {
  @Test
  default void weights_come_back_bit_equal_and_as_copies() {
    Network network = Cases.plain();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Set<String> names = Checks.names(network);
    try (TrainingSession session = backend().train(plan)) {
      Weights before = session.weights(names);
      assertThat(before).isEqualTo(plan.weights());
      Checks.step(session, network, Batches.random(network, 4, 1), 0.1);
      assertThat(before).isEqualTo(plan.weights());
      assertThat(session.weights(names)).isNotEqualTo(plan.weights());
    }
  }

  @Test
  default void replaced_weights_are_computed_with() {
    Network network = Cases.plain();
    Weights other = Cases.weights(network, 99);
    Batch batch = Batches.random(network, 4, 1).batch();
    try (TrainingSession session = backend().train(Checks.plan(network, Optimizer.adam()));
        InferenceSession expected = backend().open(network, other, Execution.cpu())) {
      Checks.logits(session, network, batch);
      session.replace(other);
      assertThat(session.weights(Checks.names(network))).isEqualTo(other);
      Agreement.assertAgree(
          "replaced",
          Checks.logits(session, network, batch),
          Checks.logits(expected, network, batch),
          4 * network.outputs());
      assertThatThrownBy(() -> session.weights(Set.of("9.dense.weight")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("9.dense.weight");
      assertThatThrownBy(
              () -> session.replace(Weights.of(Map.of("5.dense.bias", Tensor.zeros(Shape.of(99))))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5.dense.bias");
    }
  }

  @Test
  default void training_resumed_from_its_state_is_bit_equal_to_training_on() {
    Network network = Cases.everything();
    for (Optimizer optimizer : Cases.optimizers().values()) {
      assertResumes(network, Checks.plan(network, optimizer));
    }
  }

  @Test
  default void moving_statistics_are_resumed_bit_equal() {
    Network network = NormCases.residual();
    assertResumes(network, Checks.plan(network, Optimizer.adam()));
  }

  @Test
  default void training_over_bags_resumed_from_its_state_is_bit_equal_to_training_on() {
    Network network = BagCases.everything();
    assertResumes(network, Checks.plan(network, Optimizer.adam()));
    assertResumes(network, Checks.plan(network, Optimizer.adam().lazyEmbeddings()));
  }

  private void assertResumes(Network network, TrainingPlan plan) {
    Set<String> names = Checks.names(network);
    Weights half;
    OptimizerState state;
    List<Double> losses;
    Weights end;
    try (TrainingSession session = backend().train(plan)) {
      run(session, network, 0, 8);
      half = session.weights(names);
      state = session.state();
      losses = run(session, network, 8, 16);
      end = session.weights(names);
    }
    assertThat(state.step()).isEqualTo(8);
    try (TrainingSession resumed = backend().train(plan.withWeights(half).withState(state))) {
      assertThat(resumed.state()).isEqualTo(state);
      List<Double> again = run(resumed, network, 8, 16);
      if (isSinglePrecision()) {
        assertThat(again).isEqualTo(losses);
        assertThat(resumed.weights(names)).isEqualTo(end);
      } else {
        Agreement.assertAgree(
            Agreement.tolerance(network),
            "resumed",
            NormCases.comparable(network),
            resumed.weights(names),
            end);
      }
    }
  }

  /** Whether state that leaves the engine as float32 is all of it. */
  default boolean isSinglePrecision() {
    return true;
  }

  private static List<Double> run(TrainingSession session, Network network, int from, int to) {
    List<Double> losses = new ArrayList<>();
    for (int step = from; step < to; step++) {
      losses.add(Checks.step(session, network, Batches.random(network, 3 + step % 4, step), 0.01));
    }
    return losses;
  }

  @Test
  default void two_runs_of_a_plan_are_bit_equal() {
    Network network = Cases.everything();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Set<String> names = Checks.names(network);
    try (TrainingSession one = backend().train(plan);
        TrainingSession other = backend().train(plan)) {
      assertThat(run(one, network, 0, 20)).isEqualTo(run(other, network, 0, 20));
      assertThat(one.weights(names)).isEqualTo(other.weights(names));
    }
  }

  @Test
  default void closing_a_training_twice_is_fine_and_use_after_it_an_error() {
    Network network = Cases.plain();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    LabelledBatch batch = Batches.random(network, 2, 1);
    TrainingSession session = backend().train(plan);
    session.close();
    session.close();
    List<ThrowingCallable> uses =
        List.of(
            () -> Checks.step(session, network, batch, 0.1),
            () -> Checks.logits(session, network, batch.batch()),
            () -> session.weights(Set.of()),
            () -> session.replace(Weights.empty()),
            session::state);
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  default void training_on_a_gpu_that_is_not_there_is_refused() {
    TrainingPlan plan =
        Checks.plan(Cases.plain(), Optimizer.adam())
            .withExecution(new Execution(Checks.ABSENT_GPU, 1));
    assertThatThrownBy(() -> backend().train(plan))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"" + backend().name() + "\" has no device " + Checks.ABSENT_GPU);
  }

  @Test
  default void training_on_auto_takes_a_device_that_is_there_and_says_which() {
    TrainingPlan plan =
        Checks.plan(Cases.plain(), Optimizer.adam()).withExecution(new Execution(Device.auto(), 1));
    try (TrainingSession session = backend().train(plan)) {
      assertThat(backend().devices()).contains(session.device());
    }
  }

  @Test
  default void trained_weights_serve_as_they_trained() {
    Network network = Cases.everything();
    Batch batch = Batches.random(network, 9, 77).batch();
    try (TrainingSession session = backend().train(Checks.plan(network, Optimizer.adam()))) {
      run(session, network, 0, 5);
      Weights trained = session.weights(Checks.names(network));
      try (InferenceSession serving = backend().open(network, trained, Execution.cpu())) {
        Agreement.assertAgree(
            "served",
            Checks.logits(serving, network, batch),
            Checks.logits(session, network, batch),
            9 * network.outputs());
      }
    }
  }

  @Test
  default void evaluating_between_steps_changes_nothing() {
    Network network = Cases.everything();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Set<String> names = Checks.names(network);
    try (TrainingSession plain = backend().train(plan);
        TrainingSession evaluated = backend().train(plan)) {
      for (int step = 0; step < 6; step++) {
        List<Double> losses = run(plain, network, step, step + 1);
        Checks.logits(evaluated, network, Batches.random(network, 12, step).batch());
        assertThat(run(evaluated, network, step, step + 1)).isEqualTo(losses);
      }
      assertThat(evaluated.weights(names)).isEqualTo(plain.weights(names));
    }
  }
}
