package dev.sortal.engine;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Shape;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShorteningTest {
  private static final int LENGTH = 100;

  private static Network text(Layer... layers) {
    return Network.of(new Input.Tokens("text", 50, LENGTH, Side.POST), layers);
  }

  private static InputRows loaded(Network network, Shortening shortening, int... lengths) {
    InputRows inputs = new InputRows("my-engine", network, shortening);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      columns.add(texts(lengths));
    }
    inputs.load(new Batch(lengths.length, columns));
    return inputs;
  }

  /** Texts of ids that count upwards. */
  private static Column texts(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    int[] ids = new int[offsets[lengths.length]];
    Arrays.setAll(ids, i -> 1 + i % 49);
    return new Column.Ids(IntBuffer.wrap(ids), IntBuffer.wrap(offsets));
  }

  private static int positions(Network network, Shortening shortening, int... lengths) {
    return loaded(network, shortening, lengths).positions(0);
  }

  @Test
  void rows_are_as_long_as_the_longest_text_and_what_windows_reach() {
    Network network =
        text(embedding(4), conv1d(8, 3, Activation.RELU), maxPool1d(2), flatten(), dense(2));
    Shortening shortening = Shortening.ofTraining(network);

    assertThat(positions(network, shortening, 21, 42, 3)).isBetween(42 + 4, 42 + 12);
    assertThat(positions(network, shortening, 0)).isLessThanOrEqualTo(12);
    assertThat(positions(network, shortening, LENGTH, 2)).isEqualTo(LENGTH);
  }

  @Test
  void rows_have_few_lengths() {
    Network network = text(embedding(4), globalMaxPool(), dense(2));
    Shortening shortening = Shortening.ofTraining(network);
    List<Integer> lengths = new ArrayList<>();
    for (int own = 0; own <= LENGTH; own++) {
      lengths.add(positions(network, shortening, own));
    }

    assertThat(lengths.stream().distinct().count()).isBetween(10L, 17L);
    assertThat(lengths).isSorted();
  }

  @Test
  void ids_are_laid_out_on_the_side_of_the_text() {
    Network network =
        Network.of(
            new Input.Tokens("text", 50, LENGTH, Side.PRE),
            embedding(4),
            globalMaxPool(),
            dense(2));
    InputRows inputs = loaded(network, Shortening.ofInference(network), 3, 1);
    int positions = inputs.positions(0);
    IntBuffer ids = inputs.column(0).ints(2);

    assertThat(inputs.column(0).shape(2)).containsExactly(2, positions);
    assertThat(ids.get(positions - 4)).isZero();
    assertThat(ids.get(positions - 3)).isEqualTo(1);
    assertThat(ids.get(positions - 1)).isEqualTo(3);
    assertThat(ids.get(2 * positions - 1)).isEqualTo(4);
    assertThat(inputs.own(0)).startsWith(3, 1);
  }

  @Test
  void the_position_that_stays_has_the_share_of_those_that_are_cut() {
    Network network = text(embedding(4), globalAveragePool(), dense(2));
    InputRows inputs = loaded(network, Shortening.ofInference(network), 2, 1);
    int positions = inputs.positions(0);
    FloatBuffer shares = inputs.shares().values().iterator().next().floats(2);
    float[] row = new float[positions];
    shares.get(positions, row);

    assertThat(positions).isLessThan(LENGTH);
    assertThat(row[0]).isEqualTo(0.01f);
    assertThat(row[positions - 1]).isEqualTo((1f + LENGTH - positions) / LENGTH);
  }

  @Nested
  class WholeRows {
    private void assertWhole(Network network, Shortening shortening) {
      int[] lengths = new int[] {1, 2};
      assertThat(positions(network, shortening, lengths)).isEqualTo(LENGTH);
      assertThat(loaded(network, shortening, lengths).shares()).isEmpty();
    }

    private void assertWholeInTraining(Network network) {
      assertWhole(network, Shortening.ofTraining(network));
      assertThat(positions(network, Shortening.ofInference(network), 1, 2)).isLessThan(20);
    }

    @Test
    void for_dropout_over_positions_in_training() {
      assertWholeInTraining(text(embedding(4), dropout(0.1), globalMaxPool(), dense(2)));
      assertWholeInTraining(
          text(embedding(4), conv1d(3, 3, Activation.RELU), flatten(), dropout(0.1), dense(2)));
    }

    @Test
    void for_flattened_positions_that_no_dense_layer_reads() {
      Network joined =
          text(embedding(4), parallel(branch(flatten()), branch(globalMaxPool())), dense(2));
      Network normalised = text(embedding(1), flatten(), batchNorm(), dense(2));
      Network result = text(embedding(1), flatten());

      for (Network network : List.of(joined, normalised, result)) {
        assertWhole(network, Shortening.ofInference(network));
      }
    }

    @Test
    void for_texts_that_are_padded_on_different_sides_and_meet() {
      Network network =
          Network.of(
              List.of(
                  new Input.Tokens("title", 50, LENGTH, Side.POST),
                  new Input.Tokens("body", 50, LENGTH, Side.PRE)),
              List.of(
                  add(branch(from("title"), embedding(4)), branch(from("body"), embedding(4))),
                  globalMaxPool(),
                  dense(2)));

      assertWhole(network, Shortening.ofTraining(network));
    }

    @Test
    void for_branches_of_equal_length_with_different_strides() {
      // 49 windows each.
      Network network =
          text(
              embedding(4),
              parallel(
                  branch(new Layer.Conv1d(3, 3, 2, Padding.VALID, Activation.RELU)),
                  branch(conv1d(3, 52, Activation.RELU))),
              globalMaxPool(),
              dense(2));

      assertWhole(network, Shortening.ofTraining(network));
    }

    @Test
    void where_the_engine_does_not_shorten() {
      Network network = text(embedding(4), globalMaxPool(), dense(2));

      assertWhole(network, Shortening.none(network));
    }
  }

  @Test
  void texts_that_do_not_meet_are_cut_by_themselves() {
    Network network =
        Network.of(
            List.of(
                new Input.Tokens("title", 50, 30, Side.POST),
                new Input.Tokens("body", 50, LENGTH, Side.PRE)),
            List.of(
                parallel(
                    branch(from("title"), embedding(4), globalMaxPool()),
                    branch(from("body"), embedding(4), globalMaxPool())),
                dense(2)));
    InputRows inputs = new InputRows("my-engine", network, Shortening.ofTraining(network));

    inputs.load(new Batch(1, List.of(texts(30), texts(5))));

    assertThat(inputs.positions(0)).isEqualTo(30);
    assertThat(inputs.positions(1)).isLessThan(20);
  }

  @Test
  void texts_that_meet_are_cut_to_the_longest_of_both() {
    Network network =
        Network.of(
            List.of(
                new Input.Tokens("title", 50, LENGTH, Side.POST),
                new Input.Tokens("body", 50, LENGTH, Side.POST)),
            List.of(
                add(branch(from("title"), embedding(4)), branch(from("body"), embedding(4))),
                globalMaxPool(),
                dense(2)));
    InputRows inputs = new InputRows("my-engine", network, Shortening.ofTraining(network));

    inputs.load(new Batch(1, List.of(texts(5), texts(40))));

    assertThat(inputs.positions(0)).isEqualTo(inputs.positions(1)).isBetween(41, 50);
  }

  /** A network and the lengths of the texts of a batch. */
  record Case(Network network, int[] lengths) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Layer> sliding =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 3),
                Arbitraries.of(Padding.class),
                Arbitraries.of(true, false))
            .as(
                (size, stride, padding, pools) ->
                    pools
                        ? new Layer.MaxPool1d(
                            size, stride, padding == Padding.FULL ? Padding.SAME : padding)
                        : new Layer.Conv1d(2, size, stride, padding, Activation.RELU));
    Arbitrary<Layer> branches =
        Combinators.combine(
                Arbitraries.integers().between(1, 6), Arbitraries.integers().between(1, 6))
            .as(
                (one, other) ->
                    parallel(
                        branch(conv1d(2, one, Padding.SAME, Activation.RELU)),
                        branch(),
                        branch(conv1d(1, other, Padding.SAME, Activation.RELU))));
    return Combinators.combine(
            Arbitraries.integers().between(60, 90),
            Arbitraries.of(Side.class),
            Arbitraries.oneOf(sliding, sliding, branches).list().ofMaxSize(3),
            Arbitraries.integers().between(0, 60).array(int[].class).ofMinSize(1).ofMaxSize(3),
            Arbitraries.integers().between(1, 4))
        .as(
            (length, side, middle, lengths, shorter) -> {
              List<Layer> layers = new ArrayList<>(List.of(embedding(2)));
              layers.addAll(middle);
              layers.addAll(List.of(flatten(), dense(2)));
              int[] own = Arrays.stream(lengths).map(n -> n / shorter).toArray();
              return new Case(
                  Network.of(List.of(new Input.Tokens("text", 50, length, side)), layers), own);
            });
  }

  /**
   * What each position of each value sees of a row: equal numbers, if all that goes into two
   * positions is equal.
   */
  private static List<int[]> seen(Network network, int[] ids) {
    List<int[]> seen = new ArrayList<>(List.of(ids));
    for (Node node : network.nodes()) {
      int[] operand = seen.get(node.operand());
      if (node.layer() instanceof Layer.Sliding layer) {
        Windows.Axis axis = layer.windows(Shape.of(operand.length, 1)).across();
        int[] windows = new int[axis.count()];
        Arrays.setAll(windows, window -> window(axis, window, operand, node.index()));
        seen.add(windows);
      } else if (node.layer() instanceof Layer.Parallel) {
        int[] joined = new int[operand.length];
        for (int i = 0; i < joined.length; i++) {
          for (int branch : node.operands()) {
            joined[i] = 31 * joined[i] + seen.get(branch)[i];
          }
        }
        seen.add(joined);
      } else {
        seen.add(operand);
      }
    }
    return seen;
  }

  private static int window(Windows.Axis axis, int window, int[] operand, int salt) {
    int seen = salt;
    for (int place = 0; place < axis.size(); place++) {
      int position = window * axis.stride() - axis.before() + place;
      boolean inside = position >= 0 && position < operand.length;
      seen = 1_000_003 * seen + (inside ? operand[position] : 7919);
    }
    return seen;
  }

  private static int[] row(InputRows inputs, int row) {
    int[] ids = new int[inputs.positions(0)];
    inputs.column(0).ints().get(row * ids.length, ids);
    return ids;
  }

  @Property
  void every_position_sees_what_it_saw_in_the_full_row(@ForAll("cases") Case test) {
    Network network = test.network();
    InputRows full = loaded(network, Shortening.none(network), test.lengths());
    InputRows cut = loaded(network, Shortening.ofTraining(network), test.lengths());
    Node last = network.nodes().get(network.nodes().size() - 1);

    for (int row = 0; row < test.lengths().length; row++) {
      List<int[]> before = seen(network, row(full, row));
      List<int[]> after = seen(network, row(cut, row));
      for (int value = 0; value < last.operand(); value++) {
        int left = full.positions(value) - cut.positions(value);
        int standIn = Shortening.ofTraining(network).standIn(value, left);
        List<Integer> spread = new ArrayList<>();
        for (int position = 0; position < cut.positions(value); position++) {
          int times = left > 0 && position == standIn ? 1 + left : 1;
          for (int time = 0; time < times; time++) {
            spread.add(after.get(value)[position]);
          }
        }
        assertThat(spread)
            .as("value %d of row %d", value, row)
            .isEqualTo(Arrays.stream(before.get(value)).boxed().toList());
      }
    }
  }

  @Property
  void folded_weights_give_the_same_products_and_their_gradient_goes_back(
      @ForAll("cases") Case test) {
    Network network = test.network();
    Node dense = network.nodes().get(network.nodes().size() - 1);
    InputRows inputs = loaded(network, Shortening.ofTraining(network), test.lengths());
    Fold fold = Objects.requireNonNull(inputs.folds().get(dense.weight().name()));
    int units = 2;
    float[] weights = new float[units * dense.input().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 17 - 8;
    }
    FloatBuffer folded = FloatBuffer.allocate(units * fold.size());
    fold.fold(weights, folded);
    float[] spread = new float[weights.length];
    fold.unfold(folded, spread);

    assertThat(fold.wholeSize()).isEqualTo(dense.input().size());
    int channels = fold.channels();
    for (int i = 0; i < weights.length; i++) {
      int unit = i / fold.wholeSize();
      int position = i % fold.wholeSize() / channels;
      boolean isFolded = position >= fold.before() && position < fold.before() + fold.folded();
      float expected = isFolded ? 0 : weights[i];
      for (int p = fold.before(); isFolded && p < fold.before() + fold.folded(); p++) {
        expected += weights[unit * fold.wholeSize() + p * channels + i % channels];
      }
      assertThat(spread[i]).isEqualTo(expected);
    }
  }
}
