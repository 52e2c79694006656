package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Bags of weighted ids, and whose positions the positions of a value are. */
class PositionsTest {
  private static final Input TEXT = new Input.Tokens("text", 50, 10, Side.POST);
  private static final Input WIDE = new Input.Bags("wide", 30, 0);
  private static final Input SUBWORDS = new Input.Bags("subwords", 30, 10);
  private static final Layer OVER_TOKENS = globalAveragePool(PoolScope.TOKENS);

  private static void assertRefused(Input input, List<Layer> layers, String... parts) {
    assertThatThrownBy(() -> Network.of(List.of(input), layers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Nested
  class A_bag {
    @Test
    void becomes_one_vector_of_a_table() {
      Network network = Network.of(WIDE, embeddingBag(3, BagMode.SUM));
      assertThat(network.outputs()).isEqualTo(3);
      assertThat(network.parameters())
          .containsExactly(
              new Parameter(
                  "0.embeddingbag.weight", Shape.of(30, 3), Parameter.Initial.uniform(0.05), true));
      Network positions = Network.of(SUBWORDS, embeddingBag(4, BagMode.MEAN), flatten(), dense(2));
      assertThat(positions.nodes().get(0).output()).isEqualTo(Shape.of(10, 4));
    }

    @Test
    void is_padded_after_the_last_unless_it_says_so() {
      assertThat(new Input.Bags("a", 5, 3)).isEqualTo(new Input.Bags("a", 5, 3, Side.POST));
    }

    @Test
    void shows_in_the_summary() {
      assertThat(Network.of(WIDE, embeddingBag(2, BagMode.SUM)).summary())
          .contains("input wide      [] bags of 30 ids", "0.embeddingbag  [2]");
      Network positions = Network.of(SUBWORDS, embeddingBag(2, BagMode.MEAN), OVER_TOKENS);
      assertThat(positions.summary()).contains("[10] bags of 30 ids", "[10, 2]");
    }

    @Test
    void needs_the_layer_that_adds_it_up() {
      assertRefused(
          WIDE, List.of(dense(2)), "0.dense", "bags of ids of input \"wide\"", "embeddingBag(");
      assertRefused(WIDE, List.of(embedding(2)), "0.embedding", "a Tokens input", "Bags[name=wide");
      assertRefused(
          TEXT,
          List.of(embeddingBag(2, BagMode.SUM)),
          "0.embeddingbag adds up bags of ids: expected a Bags input directly before it",
          "Tokens[name=text",
          "Make embeddingBag(..) the first layer");
      assertThatThrownBy(() -> embeddingBag(0, BagMode.SUM))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("EmbeddingBag's width must be at least 1, got 0.");
    }

    @Test
    void keeps_its_form_in_json() {
      Network network =
          Network.of(
              new Input.Bags("subwords", 30, 10, Side.PRE),
              embeddingBag(4, BagMode.MEAN),
              dropout(0.1, DropoutUnit.POSITIONS),
              OVER_TOKENS,
              dropout(0.5),
              dense(2));
      var json = SpecJson.write(network);
      assertThat(SpecJson.read(json, Network.class)).isEqualTo(network);
      assertThat(json.at("/layers/0/mode").textValue()).isEqualTo("mean");
      assertThat(json.at("/layers/1/unit").textValue()).isEqualTo("positions");
      assertThat(json.at("/layers/2/scope").textValue()).isEqualTo("tokens");
      assertThat(json.at("/layers/3/unit").textValue()).isEqualTo("elements");
      assertThat(json.at("/inputs/0/padding").textValue()).isEqualTo("pre");
    }
  }

  @Nested
  class Positions_of_tokens {
    @Test
    void follow_a_text_through_layers_that_keep_every_position() {
      Network network =
          Network.of(
              TEXT,
              embedding(4),
              dropout(0.5, DropoutUnit.POSITIONS),
              conv1d(6, 3, Padding.SAME, RELU),
              new Layer.MaxPool1d(3, 1, Padding.SAME),
              conv1d(5, 1, RELU),
              add(branch(conv1d(5, 2, Padding.SAME, RELU)), branch()),
              OVER_TOKENS,
              dense(2));
      for (Node node : network.nodes()) {
        List<Integer> expected = node.output().rank() == 2 ? List.of(0) : List.of();
        assertThat(network.origins(node.value())).as(node.path()).isEqualTo(expected);
      }
    }

    @Test
    void are_those_of_all_inputs_that_are_joined() {
      Network network =
          Network.of(
              List.of(TEXT, SUBWORDS),
              List.of(
                  add(
                      branch(from("subwords"), embeddingBag(4, BagMode.MEAN)),
                      branch(from("text"), embedding(4))),
                  OVER_TOKENS,
                  dense(2)));
      Node joined = network.nodes().get(2);
      assertThat(network.origins(joined.value())).containsExactly(0, 1);
    }

    @Test
    void are_lost_where_layers_move_them() {
      for (Layer moving :
          List.of(
              conv1d(4, 2, RELU),
              conv1d(4, 3, Padding.FULL, RELU),
              new Layer.Conv1d(4, 3, 2, Padding.SAME, RELU),
              maxPool1d(2))) {
        assertRefused(
            TEXT,
            List.of(embedding(4), moving, OVER_TOKENS, dense(2)),
            "2.globalaveragepool",
            "positions of tokens",
            "padding SAME with stride 1",
            "globalAveragePool()");
      }
      assertRefused(
          new Input.Values("numbers", Shape.of(10, 4)),
          List.of(OVER_TOKENS, dense(2)),
          "0.globalaveragepool",
          "an input of tokens or bags");
      assertRefused(
          WIDE, List.of(embeddingBag(3, BagMode.SUM), OVER_TOKENS), "1.globalaveragepool");
    }

    @Test
    void must_be_padded_on_one_side() {
      Input before = new Input.Bags("subwords", 30, 10, Side.PRE);
      assertThatThrownBy(
              () ->
                  Network.of(
                      List.of(TEXT, before),
                      List.of(
                          parallel(
                              branch(from("text"), embedding(4)),
                              branch(from("subwords"), embeddingBag(4, BagMode.SUM))),
                          OVER_TOKENS,
                          dense(2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "1.globalaveragepool", "POST of \"text\"", "PRE of \"subwords\"", "same side");
    }

    @Test
    void are_dropped_only_where_there_are_some() {
      assertRefused(
          TEXT,
          List.of(embedding(4), globalMaxPool(), dropout(0.5, DropoutUnit.POSITIONS), dense(2)),
          "2.dropout drops whole positions",
          "[.., channels], got [4]",
          "before flatten()");
    }
  }
}
