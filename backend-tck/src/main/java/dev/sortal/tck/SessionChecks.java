package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Side;
import dev.sortal.spi.Backend;
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
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** State, life cycle, threads and refusals. */
interface SessionChecks extends Checks {
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
    for (Optimizer optimizer : List.of(Optimizer.adam(), Optimizer.sgd(0.9), Optimizer.rmsProp())) {
      TrainingPlan plan = Checks.plan(network, optimizer);
      Set<String> names = Checks.names(network);
      Weights half;
      OptimizerState state;
      List<Double> losses = new ArrayList<>();
      Weights end;
      try (TrainingSession session = backend().train(plan)) {
        run(session, network, 0, 8);
        half = session.weights(names);
        state = session.state();
        losses.addAll(run(session, network, 8, 16));
        end = session.weights(names);
      }
      assertThat(state.step()).isEqualTo(8);
      try (TrainingSession resumed = backend().train(plan.withWeights(half).withState(state))) {
        List<Double> again = run(resumed, network, 8, 16);
        if (isSinglePrecision()) {
          assertThat(again).isEqualTo(losses);
          assertThat(resumed.weights(names)).isEqualTo(end);
        } else {
          Agreement.assertAgree("resumed", resumed.weights(names), end);
        }
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
  default void closing_twice_is_fine_and_use_after_it_an_error() {
    Network network = Cases.plain();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    LabelledBatch batch = Batches.random(network, 2, 1);
    TrainingSession training = backend().train(plan);
    training.close();
    training.close();
    assertThatThrownBy(() -> Checks.step(training, network, batch, 0.1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> Checks.logits(training, network, batch.batch()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> training.weights(Set.of())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(training::state).isInstanceOf(IllegalStateException.class);
    InferenceSession serving = backend().open(network, plan.weights(), Execution.cpu());
    serving.close();
    serving.close();
    assertThatThrownBy(() -> Checks.logits(serving, network, batch.batch()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  default void sixteen_threads_get_the_answers_of_one()
      throws InterruptedException, ExecutionException {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    List<Batch> batches = new ArrayList<>();
    List<FloatBuffer> expected = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      for (int i = 0; i < 8; i++) {
        batches.add(Batches.random(network, 1 + i, i).batch());
        expected.add(Checks.logits(session, network, batches.get(i)));
      }
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        int offset = thread;
        results.add(
            threads.submit(
                () -> {
                  int wrong = 0;
                  for (int i = 0; i < 100; i++) {
                    int which = (i + offset) % batches.size();
                    FloatBuffer logits = Checks.logits(session, network, batches.get(which));
                    wrong += logits.equals(expected.get(which)) ? 0 : 1;
                  }
                  return wrong;
                }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void closing_waits_for_calls_in_progress()
      throws InterruptedException, ExecutionException {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    Batch batch = Batches.random(network, 64, 1).batch();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        InferenceSession session = backend().open(network, weights, Execution.cpu());
        List<Future<Integer>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          calls.add(threads.submit(() -> callUntilClosed(session, network, batch)));
        }
        session.close();
        for (Future<Integer> call : calls) {
          assertThat(call.get()).isNotNegative();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int callUntilClosed(InferenceSession session, Network network, Batch batch) {
    for (int calls = 0; calls < 1_000_000; calls++) {
      try {
        Checks.logits(session, network, batch);
      } catch (IllegalStateException closed) {
        return calls;
      }
    }
    return -1;
  }

  @Test
  default void a_gpu_that_is_not_there_is_refused() {
    Network network = Cases.plain();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Device absent = Device.gpu(99);
    assertThat(backend().devices()).contains(Device.cpu()).doesNotContain(absent);
    Execution execution = new Execution(absent, 1);
    assertThatThrownBy(() -> backend().open(network, plan.weights(), execution))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"" + backend().name() + "\" has no device gpu:99");
    assertThatThrownBy(() -> backend().train(plan.withExecution(execution)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("gpu:99");
  }

  @Test
  default void auto_takes_a_device_that_is_there_and_says_which() {
    Network network = Cases.plain();
    Execution auto = new Execution(Device.auto(), 1);
    try (InferenceSession session = backend().open(network, Cases.weights(network, 1), auto)) {
      assertThat(backend().devices()).contains(session.device());
    }
  }

  @Test
  default void an_input_that_the_engine_cannot_read_is_refused_by_name() {
    Network network = withBags();
    assertThatThrownBy(() -> backend().open(network, network.initialWeights(1), Execution.cpu()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("wide");
  }

  private static Network withBags() {
    List<Input> inputs =
        List.of(new Input.Tokens("deep", 10, 5, Side.POST), new Input.Bags("wide", 10, 0));
    return Network.of(
        inputs,
        List.of(
            Layers.parallel(
                Layers.branch(
                    Layers.from("deep"),
                    Layers.embedding(3),
                    Layers.globalMaxPool(),
                    Layers.dense(2)))));
  }

  @Test
  default void the_backend_says_who_it_is() {
    assertThat(backend().spiVersion()).isEqualTo(Backend.SPI_VERSION);
    assertThat(backend().name()).matches("[a-z][a-z0-9-]*");
    assertThat(backend().engine()).isNotBlank();
  }
}
