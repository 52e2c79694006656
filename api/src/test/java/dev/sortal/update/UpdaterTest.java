package dev.sortal.update;

import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class UpdaterTest {
  private static final String TABLE = "0.embedding.weight";
  private static final String BIAS = "2.dense.bias";
  private static final Network NETWORK =
      Network.of(new Input.Tokens("text", 4, 3, Side.POST), embedding(2), flatten(), dense(2));
  private static final double NO_CLIP = Double.POSITIVE_INFINITY;

  private static Updater updater(Optimizer optimizer, double clipNorm) {
    List<ParameterGroup> groups = ParameterGroup.all(NETWORK, optimizer);
    return new Updater(
        NETWORK,
        NETWORK.initialWeights(1),
        groups,
        clipNorm,
        OptimizerState.initial(NETWORK, groups));
  }

  private static void step(Updater updater, float biasGradient, int id, float rowGradient) {
    updater.gradient(BIAS)[0] = biasGradient;
    updater.addRows(TABLE, new int[] {id}, new float[] {rowGradient, -rowGradient}, 1);
    updater.apply(0.1);
  }

  @Test
  void follows_adams_formula() {
    Updater updater = updater(Optimizer.adam(), NO_CLIP);
    double p = updater.values(BIAS)[0];
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 20; t++) {
      double g = Math.sin(t);
      step(updater, (float) g, 1, 0);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double rate = 0.1 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      p -= rate * m / (Math.sqrt(v) + 1e-7);
      assertThat((double) updater.values(BIAS)[0]).isCloseTo(p, Offset.offset(1e-5));
    }
    assertThat(updater.step()).isEqualTo(20);
  }

  @Test
  void adds_the_gradients_of_one_id_before_the_step() {
    Updater updater = updater(Optimizer.sgd(), NO_CLIP);
    float before = updater.values(TABLE)[2];
    updater.addRows(TABLE, new int[] {1, 3, 1}, new float[] {1, 0, 5, 5, 2, 0}, 3);
    updater.apply(0.1);
    assertThat(updater.values(TABLE)[2]).isCloseTo(before - 0.3f, Offset.offset(1e-6f));
    float after = updater.values(TABLE)[2];
    updater.apply(0.1);
    assertThat(updater.values(TABLE)[2]).as("the gradient is zero again").isEqualTo(after);
  }

  @Test
  void moves_every_row_by_its_moments_unless_lazy() {
    for (boolean lazy : new boolean[] {false, true}) {
      Optimizer optimizer = lazy ? Optimizer.adam().lazyEmbeddings() : Optimizer.adam();
      Updater updater = updater(optimizer, NO_CLIP);
      step(updater, 0, 1, 1);
      float row = updater.values(TABLE)[2];
      FloatBuffer stored = FloatBuffer.wrap(updater.values(TABLE).clone());
      step(updater, 0, 2, 1);
      assertThat(updater.values(TABLE)[2] == row).as("lazy " + lazy).isEqualTo(lazy);
      updater.storeChanged(TABLE, stored);
      assertThat(stored.array()).isEqualTo(updater.values(TABLE));
    }
  }

  @Test
  void clips_by_the_norm_of_all_gradients_together() {
    Updater updater = updater(Optimizer.sgd(), 1);
    float bias = updater.values(BIAS)[0];
    float row = updater.values(TABLE)[2];
    step(updater, 3, 1, (float) Math.sqrt(8));
    assertThat(updater.values(BIAS)[0]).isCloseTo(bias - 0.1f * 3 / 5, Offset.offset(1e-6f));
    assertThat(updater.values(TABLE)[2])
        .isCloseTo(row - 0.1f * (float) Math.sqrt(8) / 5, Offset.offset(1e-6f));
  }

  @Test
  void refuses_a_norm_that_is_not_finite_and_changes_nothing() {
    Updater updater = updater(Optimizer.adam(), 1);
    step(updater, 1, 1, 1);
    Weights before = updater.weights(Set.of(TABLE, BIAS));
    assertThatThrownBy(() -> step(updater, Float.NaN, 1, 1))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll(
            "step 2", "finite norm", "not a number", "Lower the learning rate");
    assertThat(updater.weights(Set.of(TABLE, BIAS))).isEqualTo(before);
    assertThat(updater.step()).isEqualTo(1);
  }

  @Test
  void goes_on_from_its_state_as_if_it_had_not_stopped() {
    for (Optimizer optimizer :
        List.of(
            Optimizer.sgd(0.9).withNesterov(),
            Optimizer.adamW(0.1),
            Optimizer.adagrad(),
            Optimizer.adadelta(),
            Optimizer.rmsProp().lazyEmbeddings())) {
      Updater updater = updater(optimizer, NO_CLIP);
      step(updater, 1, 1, 0.5f);
      Updater resumed =
          new Updater(
              NETWORK,
              updater.weights(Set.of(TABLE, "2.dense.weight", BIAS)),
              ParameterGroup.all(NETWORK, optimizer),
              NO_CLIP,
              updater.state());
      step(updater, -2, 2, 0.1f);
      step(resumed, -2, 2, 0.1f);
      assertThat(resumed.weights(Set.of(TABLE, BIAS)))
          .isEqualTo(updater.weights(Set.of(TABLE, BIAS)));
      assertThat(resumed.state()).isEqualTo(updater.state());
    }
  }

  @Test
  void leaves_parameters_without_a_group_alone() {
    List<ParameterGroup> groups = List.of(new ParameterGroup(Set.of(BIAS), Optimizer.sgd(), 2));
    Updater updater =
        new Updater(
            NETWORK,
            NETWORK.initialWeights(1),
            groups,
            NO_CLIP,
            OptimizerState.initial(NETWORK, groups));
    float before = updater.values(BIAS)[0];
    updater.gradient(BIAS)[0] = 1;
    updater.apply(0.1);
    assertThat(updater.values(BIAS)[0]).isCloseTo(before - 0.2f, Offset.offset(1e-6f));
    assertThat(updater.isTrained(TABLE)).isFalse();
    assertThat(updater.weights(Set.of(TABLE)).get(TABLE))
        .isEqualTo(NETWORK.initialWeights(1).get(TABLE));
  }

  @Test
  void refuses_unknown_names_and_other_shapes() {
    Updater updater = updater(Optimizer.adam(), NO_CLIP);
    assertThatThrownBy(() -> updater.values("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"x\"", TABLE);
    assertThatThrownBy(() -> updater.replace(Weights.of(Map.of(BIAS, Tensor.zeros(Shape.of(3))))))
        .hasMessageContaining("must have shape [2], got [3]");
    assertThatThrownBy(
            () ->
                new Updater(
                    NETWORK,
                    NETWORK.initialWeights(1),
                    ParameterGroup.all(NETWORK, Optimizer.adam()),
                    NO_CLIP,
                    new OptimizerState(0, Weights.empty())))
        .hasMessageContaining(".m");
  }

  @Test
  void dropout_masks_are_a_function_of_seed_step_layer_and_element() {
    float[] mask = new float[100_000];
    DropoutMask.fill(1, 2, 3, 0.3, mask, mask.length);
    int dropped = 0;
    for (float factor : mask) {
      assertThat(factor == 0 || factor == (float) (1 / 0.7)).isTrue();
      dropped += factor == 0 ? 1 : 0;
    }
    assertThat(dropped / 100_000.0).isCloseTo(0.3, Offset.offset(0.01));
    float[] same = new float[10];
    DropoutMask.fill(1, 2, 3, 0.3, same, 10);
    assertThat(same).isEqualTo(Arrays.copyOf(mask, 10));
    for (long[] other : new long[][] {{2, 2, 3}, {1, 3, 3}, {1, 2, 4}}) {
      float[] another = new float[1000];
      DropoutMask.fill(other[0], other[1], (int) other[2], 0.3, another, 1000);
      assertThat(another).isNotEqualTo(Arrays.copyOf(mask, 1000));
    }
  }

  @Test
  void refuses_gradients_of_frozen_parameters_by_name() {
    Updater updater =
        new Updater(
            NETWORK,
            NETWORK.initialWeights(1),
            List.of(),
            NO_CLIP,
            OptimizerState.initial(NETWORK, List.of()));
    assertThat(updater.isTrained(TABLE)).isFalse();
    assertThatThrownBy(() -> updater.addRows(TABLE, new int[] {1}, new float[] {1, 1}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(TABLE, "frozen", "isTrained");
    assertThatThrownBy(() -> updater.gradient(BIAS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(BIAS, "frozen");
  }

  @Test
  void moves_statistics_towards_those_of_the_batch_where_the_layer_learns() {
    Network network = Network.of(new Input.Values("numbers", Shape.of(2)), batchNorm(), dense(2));
    List<ParameterGroup> groups = ParameterGroup.all(network, Optimizer.sgd());
    Updater updater =
        new Updater(
            network,
            network.initialWeights(1),
            groups,
            NO_CLIP,
            OptimizerState.initial(network, groups));
    updater.batchStatistic("0.batchnorm.mean")[1] = 8;
    updater.batchStatistic("0.batchnorm.variance")[1] = 3;
    updater.apply(0.1);
    assertThat(updater.values("0.batchnorm.mean"))
        .containsExactly(new float[] {0, 0.08f}, Offset.offset(1e-6f));
    assertThat(updater.values("0.batchnorm.variance"))
        .containsExactly(new float[] {0.99f, 1.02f}, Offset.offset(1e-6f));
    FloatBuffer copy = FloatBuffer.allocate(2);
    updater.storeChanged("0.batchnorm.mean", copy);
    assertThat(copy.get(1)).isEqualTo(updater.values("0.batchnorm.mean")[1]);
    assertThatThrownBy(() -> updater.batchStatistic("1.dense.bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("1.dense.bias", "follows no batch", "0.batchnorm.variance");
  }
}
