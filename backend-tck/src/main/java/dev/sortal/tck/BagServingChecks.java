package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logits of bags of weighted ids, and of averages over a text's own positions. */
interface BagServingChecks extends Checks {
  @Test
  default void an_empty_bag_is_0_and_so_is_a_mean_of_weights_that_cancel_out() {
    for (BagMode mode : BagMode.values()) {
      Network network = Network.of(BagCases.wide(), Layers.embeddingBag(Cases.CLASSES, mode));
      Batch batch = new Batch(3, List.of(Batches.bags("|3*0.5 4*-0.5|7*2")));
      Weights weights = Cases.weights(network, 3);
      try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
        FloatBuffer logits = Checks.logits(session, network, batch);
        for (int i = 0; i < Cases.CLASSES; i++) {
          assertThat(logits.get(i)).as("empty, %s", mode).isZero();
          assertThat(logits.get(Cases.CLASSES + i) == 0)
              .as("cancelled, %s", mode)
              .isEqualTo(mode == BagMode.MEAN);
          assertThat(logits.get(2 * Cases.CLASSES + i)).isNotZero();
        }
      }
    }
  }

  @Test
  default void batches_in_which_every_bag_is_empty_are_read() {
    Network network = BagCases.everything();
    Weights weights = Cases.weights(network, 3);
    Batch empty = Batches.empty(network, 4).batch();
    try (InferenceSession actual = backend().open(network, weights, Execution.cpu());
        InferenceSession expected = reference().open(network, weights, Execution.cpu())) {
      for (Batch batch : List.of(empty, Batches.random(network, 5, 1).batch(), empty)) {
        int count = batch.rows() * network.outputs();
        Agreement.assertAgree(
            "empty or not",
            Checks.logits(actual, network, batch),
            Checks.logits(expected, network, batch),
            count);
      }
    }
  }

  @Test
  default void rows_of_bags_mean_their_padded_form() {
    for (Side side : Side.values()) {
      Network network =
          Network.of(
              BagCases.subwords(side),
              Layers.embeddingBag(4, BagMode.SUM),
              Layers.conv1d(3, 2, Activation.TANH),
              Layers.flatten(),
              Layers.dense(2));
      Batch ragged = new Batch(2, List.of(Batches.bagsAtPositions("1 2*0.5,,3/4")));
      String written = side == Side.PRE ? ",,,1 2*0.5,,3/,,,,,4" : "1 2*0.5,,3,,,/4,,,,,";
      Batch padded = new Batch(2, List.of(Batches.bagsAtPositions(written)));
      Weights weights = Cases.weights(network, 3);
      try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
        Agreement.assertAgree(
            "ragged, " + side,
            Checks.logits(session, network, ragged),
            Checks.logits(session, network, padded),
            4);
      }
    }
  }

  @Test
  default void one_session_takes_bags_of_every_number_of_ids() {
    Network network = BagCases.everything();
    Weights weights = Cases.weights(network, 3);
    try (InferenceSession actual = backend().open(network, weights, Execution.cpu());
        InferenceSession expected = reference().open(network, weights, Execution.cpu())) {
      for (int rows : new int[] {32, 1, 33, 2, 1, 32}) {
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
  default void bags_are_read_from_index_0_whatever_the_position_of_their_buffers() {
    Network network = Network.of(BagCases.wide(), Layers.embeddingBag(2, BagMode.MEAN));
    Weights weights = Cases.weights(network, 3);
    Column.Bags bags = Batches.bags("1 2*0.5|5|6 7*3");
    Batch batch = new Batch(3, List.of(bags));
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      FloatBuffer before = Checks.logits(session, network, batch);
      bags.ids().position(2);
      bags.weights().position(3);
      bags.bagOffsets().position(1);
      bags.rowOffsets().position(2);
      assertThat(Checks.logits(session, network, batch)).isEqualTo(before);
    }
  }

  @Test
  default void an_id_that_a_table_of_bags_does_not_have_is_refused_with_its_input() {
    Network network = Network.of(BagCases.wide(), Layers.embeddingBag(2, BagMode.SUM));
    try (InferenceSession session =
        backend().open(network, Cases.weights(network, 3), Execution.cpu())) {
      for (int id : new int[] {Cases.VOCABULARY, -1}) {
        Batch batch = new Batch(1, List.of(Batches.bags("1 " + id)));
        assertThatThrownBy(() -> Checks.logits(session, network, batch))
            .isInstanceOf(BackendException.class)
            .hasMessageContainingAll("\"wide\"", String.valueOf(id), "" + Cases.VOCABULARY);
      }
    }
  }

  @Test
  default void a_column_of_another_kind_than_its_input_is_refused_by_name() {
    Network network = Network.of(BagCases.wide(), Layers.embeddingBag(2, BagMode.SUM));
    Batch batch = Batches.random(Cases.plain(), 2, 1).batch();
    try (InferenceSession session =
        backend().open(network, Cases.weights(network, 3), Execution.cpu())) {
      assertThatThrownBy(() -> Checks.logits(session, network, batch))
          .isInstanceOf(BackendException.class)
          .hasMessageContainingAll("\"" + backend().name() + "\"", "\"wide\"");
    }
  }

  @Test
  default void an_average_over_tokens_is_that_of_the_text_without_its_padding() {
    for (Side side : Side.values()) {
      Network padded = averaged(side, 5, Layers.globalAveragePool(PoolScope.TOKENS));
      Network exact = averaged(side, 2, Layers.globalAveragePool());
      Weights weights = Cases.weights(padded, 3);
      Column text = new Column.Ids(Batches.ints(5, 0), Batches.ints(0, 2));
      Batch batch = new Batch(1, List.of(text));
      try (InferenceSession actual = backend().open(padded, weights, Execution.cpu());
          InferenceSession expected = backend().open(exact, weights, Execution.cpu())) {
        Agreement.assertAgree(
            "average, " + side,
            Checks.logits(actual, padded, batch),
            Checks.logits(expected, exact, batch),
            2);
      }
    }
  }

  @Test
  default void a_text_of_no_tokens_has_the_average_0() {
    Network network = averaged(Side.POST, 5, Layers.globalAveragePool(PoolScope.TOKENS));
    Weights weights = Cases.weights(network, 3);
    Column texts = new Column.Ids(Batches.ints(5), Batches.ints(0, 0, 1));
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      FloatBuffer logits = Checks.logits(session, network, new Batch(2, List.of(texts)));
      for (int i = 0; i < 2; i++) {
        assertThat(logits.get(i)).isEqualTo(weights.get("2.dense.bias").get(i));
        assertThat(logits.get(2 + i)).isNotEqualTo(weights.get("2.dense.bias").get(i));
      }
    }
  }

  private static Network averaged(Side side, int length, Layer pool) {
    return Network.of(
        new Input.Tokens("text", Cases.VOCABULARY, length, side),
        Layers.embedding(3),
        pool,
        Layers.dense(2));
  }
}
