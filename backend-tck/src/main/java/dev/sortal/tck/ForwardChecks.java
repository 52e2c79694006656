package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Network;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.LabelledBatch;
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
  default void dropout_is_the_identity_at_inference() {
    assertSameLogits("dropout", Cases.everything());
  }

  @Test
  default void texts_of_every_length_mean_their_padded_form() {
    for (Side side : Side.values()) {
      Network network = Cases.sided(side);
      Weights weights = Cases.weights(network, 3);
      int rows = Cases.LENGTH + 1;
      try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
        Agreement.assertAgree(
            "ragged, " + side,
            Checks.logits(session, network, Batches.ofEveryLength()),
            Checks.logits(session, network, Batches.paddedOfEveryLength(side)),
            rows * network.outputs());
      }
    }
  }

  @Test
  default void a_row_does_not_depend_on_the_rows_beside_it() {
    Network network = Cases.everything();
    Weights weights = Cases.weights(network, 3);
    Batch batch = Batches.ofEveryLength();
    Column.Ids texts = (Column.Ids) batch.columns().get(0);
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      FloatBuffer together = Checks.logits(session, network, batch);
      for (int row = 0; row < batch.rows(); row++) {
        int from = texts.rowOffsets().get(row);
        int count = texts.rowOffsets().get(row + 1) - from;
        Column alone = new Column.Ids(texts.ids().slice(from, count), Batches.ints(0, count));
        Agreement.assertAgree(
            "row " + row,
            Checks.logits(session, network, new Batch(1, List.of(alone))),
            together.slice(row * network.outputs(), network.outputs()),
            network.outputs());
      }
    }
  }

  @Test
  default void one_session_takes_batches_of_every_size() {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    try (InferenceSession actual = backend().open(network, weights, Execution.cpu());
        InferenceSession expected = reference().open(network, weights, Execution.cpu())) {
      for (int rows : new int[] {32, 1, 33, 7, 32, 2}) {
        Batch batch = Batches.random(network, rows, rows).batch();
        Agreement.assertAgree(
            rows + " rows",
            Checks.logits(actual, network, batch),
            Checks.logits(expected, network, batch),
            rows * network.outputs());
      }
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
