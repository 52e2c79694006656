package dev.sortal.tck.reference;

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
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients are those of the loss, by central differences in double precision. */
class BackwardTest {
  private static final Behaviour REFERENCE = new Behaviour();
  private static final int VOCABULARY = 9;
  private static final int LENGTH = 7;
  private static final int ROWS = 3;
  private static final long SEED = 11;
  private static final long STEP = 4;

  /** How far a parameter is moved to either side. */
  private static final double H = 1e-6;

  /** How many elements of a large parameter are tried. */
  private static final int ELEMENTS = 40;

  @ParameterizedTest
  @EnumSource(Side.class)
  void embedding_flatten_and_dense(Side side) {
    Input text = new Input.Tokens("text", VOCABULARY, LENGTH, side);
    assertDerivatives(Network.of(text, embedding(3), flatten(), dense(3)));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation activation) {
    assertDerivatives(
        text(embedding(3), conv1d(4, 2, activation), flatten(), dense(5, activation), dense(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "VALID, 1, 1", "VALID, 3, 1", "VALID, 3, 2", "VALID, 2, 3",
    "SAME, 1, 1", "SAME, 3, 1", "SAME, 4, 2", "SAME, 4, 3",
    "FULL, 1, 1", "FULL, 3, 1", "FULL, 4, 2", "FULL, 2, 3"
  })
  void convolutions(Padding padding, int kernel, int stride) {
    Layer convolution = new Layer.Conv1d(4, kernel, stride, padding, Activation.TANH);
    assertDerivatives(text(embedding(3), convolution, flatten(), dense(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "VALID, 2, 2",
    "VALID, 3, 1",
    "VALID, 2, 3",
    "SAME, 2, 2",
    "SAME, 3, 1",
    "SAME, 4, 3"
  })
  void max_pools(Padding padding, int size, int stride) {
    assertDerivatives(
        text(embedding(3), new Layer.MaxPool1d(size, stride, padding), flatten(), dense(3)));
  }

  @Test
  void global_pools() {
    assertDerivatives(text(embedding(3), globalMaxPool(), dense(3)));
    assertDerivatives(text(embedding(3), globalAveragePool(), dense(3)));
  }

  @Test
  void dropout_with_the_mask_of_the_step() {
    assertDerivatives(
        text(
            embedding(3),
            dropout(0.3),
            flatten(),
            dense(6, Activation.TANH),
            dropout(0.5),
            dense(3)));
  }

  @ParameterizedTest
  @EnumSource(BagMode.class)
  void bags_of_weighted_ids(BagMode mode) {
    assertDerivatives(Network.of(new Input.Bags("wide", VOCABULARY, 0), embeddingBag(3, mode)));
    for (Side side : Side.values()) {
      assertDerivatives(
          Network.of(
              new Input.Bags("subwords", VOCABULARY, LENGTH, side),
              embeddingBag(3, mode),
              conv1d(2, 2, Activation.TANH),
              flatten(),
              dense(3)));
    }
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void averages_over_tokens_and_dropped_positions(Side side) {
    assertDerivatives(
        Network.of(
            new Input.Tokens("text", VOCABULARY, LENGTH, side),
            embedding(3),
            dropout(0.4, DropoutUnit.POSITIONS),
            conv1d(4, 3, Padding.SAME, Activation.TANH),
            globalAveragePool(PoolScope.TOKENS),
            dense(3)));
  }

  @Test
  void branches_that_are_joined_or_added() {
    assertDerivatives(
        text(
            embedding(3),
            parallel(branch(conv1d(2, 3, Padding.SAME, Activation.TANH)), branch()),
            add(branch(conv1d(5, 2, Padding.SAME, Activation.SIGMOID)), branch()),
            parallel(branch(globalMaxPool()), branch(globalAveragePool()), branch(flatten())),
            dense(3)));
  }

  @Test
  void several_inputs() {
    assertDerivatives(
        Network.of(
            List.of(
                new Input.Tokens("text", VOCABULARY, LENGTH, Side.PRE),
                new Input.Values("numbers", Shape.of(4))),
            List.of(
                add(
                    branch(from("text"), embedding(3), globalAveragePool(), dense(3)),
                    branch(from("numbers"), dense(5, Activation.TANH), dense(3))))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kerasText", "kimCnn"})
  void presets(String name) {
    List<Layer> layers = new ArrayList<>(Presets.named(name));
    layers.add(dense(3));
    assertDerivatives(text(layers.toArray(Layer[]::new)));
  }

  @Test
  void batch_normalisation_by_the_batch_and_by_moving_statistics() {
    Layer norm = new Layer.BatchNorm(0.9, 0.5);
    Network network =
        text(
            embedding(3),
            norm,
            conv1d(4, 2, Activation.TANH),
            add(branch(norm, conv1d(4, 2, Padding.SAME, Activation.TANH)), branch()),
            globalMaxPool(),
            dense(5, Activation.TANH),
            norm,
            dense(3));
    assertDerivatives(network);
    LabelledBatch batch = batch(network);
    Set<String> frozen = Set.of("0.embedding.weight", "1.batchnorm.beta");
    assertDerivatives(
        new Pass(network, parameters(network), batch.batch(), SEED, STEP, frozen), batch);
  }

  private static Network text(Layer... layers) {
    return Network.of(new Input.Tokens("text", VOCABULARY, LENGTH, Side.POST), layers);
  }

  private static void assertDerivatives(Network network) {
    LabelledBatch batch = batch(network);
    assertDerivatives(pass(network, parameters(network), batch.batch()), batch);
  }

  private static void assertDerivatives(Pass pass, LabelledBatch batch) {
    Network network = pass.network();
    Forward forward = REFERENCE.forward(pass);
    double[] byLogits = loss(network, batch).gradient(forward.logits());
    Map<String, double[]> gradients = REFERENCE.backward(forward, byLogits).byParameter();
    SplitMix64 random = new SplitMix64(2);
    pass.parameters()
        .forEach(
            (name, values) -> {
              if (!network.parameter(name).trainable()) {
                return;
              }
              for (int n = 0; n < Math.min(ELEMENTS, values.length); n++) {
                int i = values.length <= ELEMENTS ? n : random.below(values.length);
                double value = values[i];
                values[i] = value + H;
                double above = lossAt(pass, batch);
                values[i] = value - H;
                double below = lossAt(pass, batch);
                values[i] = value;
                assertThat(Objects.requireNonNull(gradients.get(name))[i])
                    .as("%s of %s, element %d", name, network, i)
                    .isCloseTo((above - below) / (2 * H), Offset.offset(1e-7));
              }
            });
  }

  private static Pass pass(Network network, Map<String, double[]> parameters, Batch batch) {
    Set<String> all = ParameterGroup.trained(ParameterGroup.all(network, Optimizer.sgd()));
    return new Pass(network, parameters, batch, SEED, STEP, all);
  }

  private static double lossAt(Pass pass, LabelledBatch batch) {
    return loss(pass.network(), batch).value(REFERENCE.forward(pass).logits());
  }

  private static CrossEntropy loss(Network network, LabelledBatch batch) {
    return CrossEntropy.of(REFERENCE, batch, network.outputs(), new Loss.SoftmaxCrossEntropy(0.1));
  }

  /** Values of which no two are equal and none is zero. */
  private static Map<String, double[]> parameters(Network network) {
    SplitMix64 random = new SplitMix64(1);
    Map<String, double[]> parameters = ReferenceBackend.doubles(network.initialWeights(SEED));
    parameters.replaceAll(
        (name, values) -> {
          double[] moved = values.clone();
          for (int i = 0; i < moved.length; i++) {
            moved[i] = 3 * moved[i] + random.uniform() - 0.5;
          }
          return moved;
        });
    return parameters;
  }

  /** A full text, one of two ids and one of none, of different weights. */
  private static LabelledBatch batch(Network network) {
    List<Column> columns = new ArrayList<>();
    for (Input input : network.inputs()) {
      if (input instanceof Input.Tokens) {
        columns.add(new Column.Ids(ints(1, 2, 8, 0, 2, 5, 2, 4, 3), ints(0, 7, 9, 9)));
      } else if (input instanceof Input.Bags bags) {
        // At positions: three bags, of which one is empty, two bags, and none.
        columns.add(
            new Column.Bags(
                ints(1, 2, 2, 8, 0, 5, 4, 1),
                floats(1, 0.5f, -0.25f, 2, 0.3f, 0.7f, -1, 1),
                bags.positions() == 0 ? ints(0, 5, 8, 8) : ints(0, 4, 4, 5, 7, 8),
                bags.positions() == 0 ? ints(0, 1, 2, 3) : ints(0, 3, 5, 5)));
      } else {
        columns.add(
            new Column.Floats(floats(0.5f, -1, 2, 0.1f, 0.3f, 0.9f, -0.4f, 1, -2, 0.7f, 0, 0.2f)));
      }
    }
    return new LabelledBatch(
        new Batch(ROWS, columns), new Targets.Classes(ints(2, 0, 1)), floats(1, 0.25f, 2));
  }

  private static IntBuffer ints(int... values) {
    return IntBuffer.wrap(values);
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }

  @Nested
  class EqualMaxima {
    /** Embedding of width 1 under a pool and a dense layer of weights 1 and 0. */
    private double[] tableGradient(Layer pool, int length, int outputs) {
      Network network =
          Network.of(
              new Input.Tokens("text", 6, length, Side.POST),
              embedding(1),
              pool,
              flatten(),
              dense(2));
      double[] dense = new double[2 * outputs];
      dense[0] = 1;
      Map<String, double[]> parameters = new HashMap<>();
      parameters.put("0.embedding.weight", new double[] {0, 5, 5, 5, 1, 2});
      parameters.put("3.dense.weight", dense);
      parameters.put("3.dense.bias", new double[2]);
      Column ids = new Column.Ids(ints(4, 1, 2, 3, 5), ints(0, 5));
      Forward forward = REFERENCE.forward(pass(network, parameters, new Batch(1, List.of(ids))));
      Map<String, double[]> gradients =
          REFERENCE.backward(forward, new double[] {6, 0}).byParameter();
      return Objects.requireNonNull(gradients.get("0.embedding.weight"));
    }

    @Test
    void share_the_gradient_under_a_global_pool() {
      assertThat(tableGradient(globalMaxPool(), 5, 1)).containsExactly(0, 2, 2, 2, 0, 0);
    }

    @Test
    void leave_the_gradient_to_the_first_of_their_window() {
      Layer whole = new Layer.MaxPool1d(5, 5, Padding.VALID);
      assertThat(tableGradient(whole, 5, 1)).containsExactly(0, 6, 0, 0, 0, 0);
    }
  }
}
