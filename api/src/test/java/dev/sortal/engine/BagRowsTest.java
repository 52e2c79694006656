package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.error.BackendException;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.update.Updater;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BagRowsTest {
  /** Two rows of one bag: {1 * 0.5, 3 * 2} and none. */
  private static final Column WIDE =
      new Column.Bags(ints(1, 3), floats(0.5f, 2), ints(0, 2, 2), ints(0, 1, 2));

  /** Two rows at 3 positions: {4}, {5 * 0.5, 6 * -0.5}; and none. */
  private static final Column SUBWORDS =
      new Column.Bags(ints(4, 5, 6), floats(1, 0.5f, -0.5f), ints(0, 1, 3), ints(0, 2, 2));

  private static IntBuffer ints(int... values) {
    return IntBuffer.wrap(values);
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }

  private static Network wide(BagMode mode) {
    return Network.of(new Input.Bags("wide", 7, 0), Layers.embeddingBag(2, mode));
  }

  private static Network subwords(Side side) {
    return Network.of(
        new Input.Bags("subwords", 7, 3, side),
        Layers.embeddingBag(2, BagMode.MEAN),
        Layers.globalAveragePool(PoolScope.TOKENS));
  }

  private static InputRows loaded(Network network, Column column) {
    InputRows rows = new InputRows("my-engine", network);
    rows.load(new Batch(2, List.of(column)));
    return rows;
  }

  private static List<Integer> offsets(BagRows bags) {
    return Arrays.stream(bags.offsets(), 0, bags.count() + 1).boxed().collect(Collectors.toList());
  }

  @Test
  void rows_have_a_bag_at_every_position_on_the_side_of_the_input() {
    BagRows one = loaded(wide(BagMode.SUM), WIDE).bags(0);
    assertThat(offsets(one)).containsExactly(0, 2, 2);
    assertThat(one.ids()).startsWith(1, 3);
    assertThat(one.weights()).startsWith(0.5f, 2);
    assertThat(one.size()).isEqualTo(2);
    assertThat(offsets(loaded(subwords(Side.POST), SUBWORDS).bags(0)))
        .containsExactly(0, 1, 3, 3, 3, 3, 3);
    assertThat(offsets(loaded(subwords(Side.PRE), SUBWORDS).bags(0)))
        .containsExactly(0, 0, 1, 3, 3, 3, 3);
  }

  @Test
  void rows_are_forgotten_with_the_next_batch() {
    InputRows rows = loaded(subwords(Side.POST), SUBWORDS);
    rows.load(
        new Batch(1, List.of(new Column.Bags(ints(2), floats(3), ints(0, 0, 1), ints(0, 2)))));
    assertThat(offsets(rows.bags(0))).containsExactly(0, 0, 1, 1);
    assertThat(rows.bags(0).ids()).startsWith(2);
  }

  @Test
  void a_share_is_one_over_the_sum_of_the_weights_of_a_mean() {
    BagRows bags = loaded(subwords(Side.POST), SUBWORDS).bags(0);
    assertThat(bags.share(BagMode.MEAN, 0)).isEqualTo(1);
    assertThat(bags.share(BagMode.MEAN, 1)).as("0.5 - 0.5").isZero();
    assertThat(bags.share(BagMode.MEAN, 2)).as("empty").isZero();
    assertThat(bags.share(BagMode.SUM, 1)).isEqualTo(1);
  }

  @Test
  void shares_of_an_average_are_on_the_rows_own_positions() {
    assertThat(shares(loaded(subwords(Side.POST), SUBWORDS)))
        .containsExactly(0.5f, 0.5f, 0, 0, 0, 0);
    assertThat(shares(loaded(subwords(Side.PRE), SUBWORDS)))
        .containsExactly(0, 0.5f, 0.5f, 0, 0, 0);
  }

  private static float[] shares(InputRows rows) {
    float[] shares = new float[6];
    rows.shares().values().iterator().next().floats().get(0, shares);
    return shares;
  }

  @Test
  void embedded_bags_and_their_gradients_are_sums_and_means_of_rows() {
    float[] table = {0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60};
    for (BagMode mode : BagMode.values()) {
      Network network = wide(mode);
      InputRows rows = loaded(network, WIDE);
      EmbeddedBags embedded = new EmbeddedBags(network, name -> table);
      embedded.load(rows);
      float divisor = mode == BagMode.MEAN ? 2.5f : 1;
      float[] values = new float[4];
      embedded.values().values().iterator().next().floats().get(0, values);
      assertThat(values)
          .containsExactly(new float[] {6.5f / divisor, 65 / divisor, 0, 0}, Offset.offset(1e-5f));

      List<ParameterGroup> groups = ParameterGroup.all(network, Optimizer.sgd().lazyEmbeddings());
      Updater updater =
          new Updater(
              network,
              network.initialWeights(1),
              groups,
              Double.POSITIVE_INFINITY,
              OptimizerState.initial(network, groups));
      embedded.addGradient(network.nodes().get(0), rows, floats(1, 2, 3, 4), updater);
      float[] gradient = updater.gradient("0.embeddingbag.weight");
      float share = 1 / divisor;
      assertThat(gradient)
          .containsExactly(0, 0, 0.5f * share, share, 0, 0, 2 * share, 4 * share, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void steps_over_large_bags_and_tables_make_no_garbage_for_rows_or_ids() {
    int vocabulary = 1 << 18;
    Network network =
        Network.of(new Input.Bags("wide", vocabulary, 0), Layers.embeddingBag(2, BagMode.MEAN));
    BagColumn.Builder builder = new BagColumn.Builder(0);
    for (int row = 0; row < 32; row++) {
      for (int i = 0; i < 1000; i++) {
        builder.id((row * 7919 + i * 104_729) % vocabulary, 1 + i % 3);
      }
      builder.endRow();
    }
    int[] order = IntStream.range(0, 32).toArray();
    EncodedColumn.Reader reader = builder.finish().reader(0);
    List<ParameterGroup> groups = ParameterGroup.all(network, Optimizer.adam().lazyEmbeddings());
    Updater updater =
        new Updater(
            network, network.initialWeights(1), groups, 1, OptimizerState.initial(network, groups));
    InputRows inputs = new InputRows("my-engine", network);
    EmbeddedBags embedded = new EmbeddedBags(network, updater::values);
    FloatBuffer gradient = FloatBuffer.allocate(64);
    Runnable step =
        () -> {
          inputs.load(new Batch(32, List.of(reader.read(order, 0, 32))));
          embedded.load(inputs);
          embedded.addGradient(network.nodes().get(0), inputs, gradient, updater);
          updater.apply(0.01);
        };
    step.run();
    step.run();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      step.run();
    }
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 20;
    assertThat(bytes).as("bytes a step of 32,000 ids").isLessThan(8000);
  }

  @Test
  void feeds_of_graphs_go_by_the_names_of_inputs_and_averages() {
    Network network = subwords(Side.PRE);
    InputRows rows = loaded(network, SUBWORDS);
    GraphFeeds feeds = new GraphFeeds(network, rows);
    feeds.load();
    Map<String, GraphFeeds.Feed> byName =
        feeds.all().stream().collect(Collectors.toMap(GraphFeeds.Feed::name, feed -> feed));
    assertThat(byName.keySet())
        .containsExactlyInAnyOrder(
            "subwords.ids",
            "subwords.weights",
            "subwords.bags",
            "subwords.count",
            "1.globalaveragepool.shares");
    assertThat(wholes(byName, "subwords.ids")).containsExactly(4, 5, 6);
    assertThat(wholes(byName, "subwords.bags")).containsExactly(1, 2, 2);
    assertThat(wholes(byName, "subwords.count")).containsExactly(6);
    GraphFeeds.Feed weights = Objects.requireNonNull(byName.get("subwords.weights"));
    assertThat(weights.isInteger()).isFalse();
    assertThat(weights.buffer().floats().get(1)).isEqualTo(0.5f);
    GraphFeeds.Feed shares = Objects.requireNonNull(byName.get("1.globalaveragepool.shares"));
    assertThat(shares.rows()).isEqualTo(2);
  }

  private static int[] wholes(Map<String, GraphFeeds.Feed> feeds, String name) {
    GraphFeeds.Feed feed = Objects.requireNonNull(feeds.get(name));
    assertThat(feed.isInteger()).isTrue();
    int[] values = new int[feed.rows()];
    feed.buffer().ints().get(0, values);
    return values;
  }

  @Test
  void refuses_ids_that_the_input_does_not_have_and_rows_of_too_many_bags() {
    assertThatThrownBy(
            () ->
                loaded(
                    wide(BagMode.SUM),
                    new Column.Bags(ints(1, 7), floats(1, 1), ints(0, 1, 2), ints(0, 1, 2))))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("\"my-engine\"", "\"wide\"", "[0, 7)", "got 7");
    assertThatThrownBy(
            () ->
                loaded(
                    wide(BagMode.SUM),
                    new Column.Bags(ints(1), floats(1), ints(0, 0, 1), ints(0, 2, 2))))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("row 0", "\"wide\"", "expected one bag, got 2");
    assertThatThrownBy(
            () ->
                loaded(
                    subwords(Side.POST),
                    new Column.Bags(ints(), floats(), ints(0, 0, 0, 0, 0), ints(0, 0, 4))))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("row 1", "at most 3 bags", "got 4");
  }
}
