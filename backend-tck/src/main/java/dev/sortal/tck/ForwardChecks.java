package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Logits. */
interface ForwardChecks extends Checks {
  @TestFactory
  default Stream<DynamicTest> forward_of_each_layer_is_that_of_the_reference() {
    return Checks.each(Cases.layers(), this::assertSameLogits);
  }

  @TestFactory
  default Stream<DynamicTest> forward_of_each_preset_is_that_of_the_reference() {
    return Checks.each(Cases.presets(), this::assertSameLogits);
  }

  private void assertSameLogits(String name, Network network) {
    Weights weights = Cases.weights(network, 3);
    try (InferenceSession actual = backend().open(network, weights, Execution.cpu());
        InferenceSession expected = reference().open(network, weights, Execution.cpu())) {
      for (int rows : new int[] {5, 1, 9}) {
        Batch batch = Batches.random(network, rows, rows).batch();
        Agreement.assertAgree(
            name,
            Checks.logits(actual, network, batch),
            Checks.logits(expected, network, batch),
            rows * network.outputs());
      }
    }
  }

  @Test
  default void dropout_is_the_identity_outside_of_training() {
    Network network = Cases.everything();
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Batch batch = Batches.random(network, 6, 1).batch();
    try (InferenceSession expected = reference().open(network, plan.weights(), Execution.cpu());
        InferenceSession serving = backend().open(network, plan.weights(), Execution.cpu());
        TrainingSession training = backend().train(plan)) {
      FloatBuffer logits = Checks.logits(expected, network, batch);
      int count = 6 * network.outputs();
      Agreement.assertAgree("serving", Checks.logits(serving, network, batch), logits, count);
      Agreement.assertAgree("training", Checks.logits(training, network, batch), logits, count);
    }
  }

  @Test
  default void buffers_are_read_and_written_from_index_0_whatever_their_position() {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    LabelledBatch batch = Batches.random(network, 4, 2);
    Column.Ids ids = (Column.Ids) batch.batch().columns().get(0);
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      FloatBuffer expected = Checks.logits(session, network, batch.batch());
      ids.ids().position(2);
      ids.rowOffsets().position(1);
      FloatBuffer onHeap = FloatBuffer.allocate(4 * network.outputs() + 3);
      onHeap.put(4 * network.outputs(), 77).position(5);
      session.logits(batch.batch(), onHeap);
      for (int i = 0; i < 4 * network.outputs(); i++) {
        assertThat(onHeap.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(onHeap.get(4 * network.outputs())).isEqualTo(77);
      assertThat(onHeap.position()).isEqualTo(5);
    }
  }

  @Test
  default void a_batch_may_be_reused_as_soon_as_the_call_returns() {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      FloatBuffer first = Checks.logitsBuffer(network, 1);
      Column.Ids ids = new Column.Ids(Batches.ints(1, 2, 3), Batches.ints(0, 3));
      Batch batch = new Batch(1, List.of(ids));
      session.logits(batch, first);
      float before = first.get(0);
      ids.ids().put(0, 9);
      FloatBuffer second = Checks.logitsBuffer(network, 1);
      session.logits(batch, second);
      assertThat(first.get(0)).isEqualTo(before);
      assertThat(second.get(0)).isNotEqualTo(before);
    }
  }
}
