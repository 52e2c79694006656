package dev.sortal.update;

import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestingRowsTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 3;
  private static final String TABLE = "0.embedding.weight";
  private static final Network NETWORK =
      Network.of(
          new Input.Tokens("text", ROWS, 4, Side.POST), embedding(WIDTH), flatten(), dense(2));

  static List<Optimizer> optimizers() {
    return List.of(
        Optimizer.adam(),
        new Optimizer.Adam(0.2, 0.9, 1e-3, false),
        new Optimizer.Adam(0.9, 0.5, 1e-7, false),
        new Optimizer.Adam(0.9, 0.999, 1e-30, false),
        Optimizer.adamW(0),
        Optimizer.adamW(0.1),
        Optimizer.sgd(),
        Optimizer.sgd(0.9),
        Optimizer.sgd(0.3).withNesterov(),
        Optimizer.adagrad(),
        Optimizer.adadelta(),
        Optimizer.rmsProp());
  }

  /** A table every row of which is updated in every step, element by element. */
  private static final class EveryRow {
    final float[] p;
    final float[][] slots;
    private final Optimizer optimizer;
    private int step;

    EveryRow(Optimizer optimizer) {
      this.optimizer = optimizer;
      this.p = NETWORK.initialWeights(1).get(TABLE).toArray();
      this.slots = new float[optimizer.slots().size()][p.length];
      for (float[] slot : slots) {
        Arrays.fill(slot, (float) optimizer.initialSlot());
      }
    }

    void step(float[] g, double rate) {
      step++;
      if (optimizer instanceof Optimizer.AdamW adamW) {
        for (int i = 0; i < p.length; i++) {
          p[i] *= (float) (1 - rate * adamW.weightDecay());
        }
        adam(adamW.adam(), g, rate);
      } else if (optimizer instanceof Optimizer.Adam adam) {
        adam(adam, g, rate);
      } else {
        for (int i = 0; i < p.length; i++) {
          p[i] += change(i, g[i], (float) rate);
        }
      }
    }

    private void adam(Optimizer.Adam adam, float[] g, double rate) {
      float beta1 = (float) adam.beta1();
      float beta2 = (float) adam.beta2();
      float corrected = (float) (rate * adam.correction(step));
      for (int i = 0; i < p.length; i++) {
        slots[0][i] = beta1 * slots[0][i] + (1 - beta1) * g[i];
        slots[1][i] = beta2 * slots[1][i] + (1 - beta2) * (g[i] * g[i]);
        p[i] -= corrected * slots[0][i] / ((float) Math.sqrt(slots[1][i]) + (float) adam.epsilon());
      }
    }

    private float change(int i, float g, float rate) {
      if (optimizer instanceof Optimizer.Sgd sgd) {
        if (sgd.momentum() == 0) {
          return -(rate * g);
        }
        float momentum = (float) sgd.momentum();
        slots[0][i] = momentum * slots[0][i] - rate * g;
        return sgd.nesterov() ? momentum * slots[0][i] - rate * g : slots[0][i];
      }
      if (optimizer instanceof Optimizer.Adagrad adagrad) {
        slots[0][i] += g * g;
        return -(rate * g / (float) Math.sqrt(slots[0][i] + (float) adagrad.epsilon()));
      }
      if (optimizer instanceof Optimizer.Adadelta adadelta) {
        float rho = (float) adadelta.rho();
        float epsilon = (float) adadelta.epsilon();
        slots[0][i] = rho * slots[0][i] + (1 - rho) * (g * g);
        float roots = (float) Math.sqrt(slots[1][i] + epsilon);
        float move = roots / (float) Math.sqrt(slots[0][i] + epsilon) * g;
        slots[1][i] = rho * slots[1][i] + (1 - rho) * (move * move);
        return -(rate * move);
      }
      Optimizer.RmsProp rmsProp = (Optimizer.RmsProp) optimizer;
      float rho = (float) rmsProp.rho();
      slots[0][i] = rho * slots[0][i] + (1 - rho) * (g * g);
      return -(rate * g / (float) Math.sqrt(slots[0][i] + (float) rmsProp.epsilon()));
    }
  }

  private static Updater updater(Optimizer optimizer, Weights weights, OptimizerState state) {
    return new Updater(
        NETWORK,
        weights,
        List.of(new ParameterGroup(Set.of(TABLE), optimizer, 1)),
        Double.POSITIVE_INFINITY,
        state);
  }

  private static Updater updater(Optimizer optimizer) {
    List<ParameterGroup> groups = List.of(new ParameterGroup(Set.of(TABLE), optimizer, 1));
    return updater(optimizer, NETWORK.initialWeights(1), OptimizerState.initial(NETWORK, groups));
  }

  /** Gradients of a few rows, mostly the first; some are zero, tiny or huge. */
  private static float[] gradient(SplitMix64 random, List<Integer> ids) {
    float[] gradient = new float[ROWS * WIDTH];
    for (int i = 0; i < 4; i++) {
      int id = (int) Math.exp(random.uniform() * Math.log(ROWS));
      if (!ids.contains(id)) {
        ids.add(id);
      }
    }
    for (int id : ids) {
      for (int i = id * WIDTH; i < (id + 1) * WIDTH; i++) {
        int kind = random.below(50);
        double scale = kind == 0 ? 0 : kind == 1 ? 1e-30 : kind == 2 ? 1e20 : 0.1;
        gradient[i] += (float) (scale * (random.uniform() - 0.5));
      }
    }
    return gradient;
  }

  private static void step(Updater updater, float[] gradient, List<Integer> ids, double rate) {
    for (int id : ids) {
      float[] row = Arrays.copyOfRange(gradient, id * WIDTH, (id + 1) * WIDTH);
      updater.addRows(TABLE, new int[] {id}, row, 1);
    }
    updater.apply(rate);
  }

  private static void assertSameBits(float[] values, float[] expected, String what) {
    int other = -1;
    for (int i = values.length - 1; i >= 0; i--) {
      other = Float.floatToIntBits(values[i]) == Float.floatToIntBits(expected[i]) ? other : i;
    }
    assertThat(other).as("first element of " + what + " that differs").isEqualTo(-1);
  }

  private static void assertEqual(Updater updater, EveryRow expected, String when) {
    assertSameBits(updater.values(TABLE), expected.p, "the weights " + when);
  }

  private static void assertSlotsEqual(Updater updater, EveryRow expected) {
    OptimizerState state = updater.state();
    List<String> names = expected.optimizer.slots();
    for (int i = 0; i < names.size(); i++) {
      float[] slot = state.slots().get(TABLE + "." + names.get(i)).toArray();
      assertSameBits(slot, expected.slots[i], "slot " + names.get(i));
    }
  }

  private static int changed(Updater updater) {
    float[] copy = new float[ROWS * WIDTH];
    Arrays.fill(copy, Float.NaN);
    updater.storeChanged(TABLE, FloatBuffer.wrap(copy));
    int changed = 0;
    for (int i = 0; i < copy.length; i += WIDTH) {
      changed += Float.isNaN(copy[i]) && !Float.isNaN(updater.values(TABLE)[i]) ? 0 : 1;
    }
    return changed;
  }

  private static void compare(Optimizer optimizer, int steps, IntToDoubleFunction rate) {
    EveryRow expected = new EveryRow(optimizer);
    Updater updater = updater(optimizer);
    FloatBuffer copy = FloatBuffer.wrap(updater.values(TABLE).clone());
    SplitMix64 random = new SplitMix64(5);
    for (int step = 1; step <= steps; step++) {
      List<Integer> ids = new ArrayList<>();
      float[] gradient = gradient(random, ids);
      expected.step(gradient, rate.applyAsDouble(step));
      step(updater, gradient, ids, rate.applyAsDouble(step));
      assertEqual(updater, expected, "after step " + step);
      updater.storeChanged(TABLE, copy);
      assertSameBits(copy.array(), expected.p, "a copy after step " + step);
      if (step % 277 == 0) {
        assertSlotsEqual(updater, expected);
      }
    }
    assertSlotsEqual(updater, expected);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void gives_the_bits_of_an_update_of_every_row(Optimizer optimizer) {
    compare(optimizer, 1200, step -> 0.001);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void gives_the_same_bits_where_rates_rise_and_fall(Optimizer optimizer) {
    compare(optimizer, 900, step -> 1e-6 * Math.pow(1.02, step % 400));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void goes_on_from_its_state_and_from_other_weights(Optimizer optimizer) {
    EveryRow expected = new EveryRow(optimizer);
    Updater updater = updater(optimizer);
    SplitMix64 random = new SplitMix64(6);
    for (int step = 1; step <= 900; step++) {
      List<Integer> ids = new ArrayList<>();
      float[] gradient = gradient(random, ids);
      expected.step(gradient, 0.001);
      step(updater, gradient, ids, 0.001);
      if (step == 400) {
        updater = updater(optimizer, updater.weights(Set.of(TABLE)).with(rest()), updater.state());
      } else if (step == 613) {
        for (int i = 0; i < expected.p.length; i += 2) {
          expected.p[i] *= 1e-6f;
        }
        updater.replace(Weights.of(Map.of(TABLE, Tensor.of(Shape.of(ROWS, WIDTH), expected.p))));
      }
      assertEqual(updater, expected, "after step " + step);
    }
    assertSlotsEqual(updater, expected);
  }

  private static Weights rest() {
    Weights all = NETWORK.initialWeights(1);
    return Weights.of(
        Map.of(
            "2.dense.weight", all.get("2.dense.weight"), "2.dense.bias", all.get("2.dense.bias")));
  }

  @Test
  void updates_few_rows_where_few_have_a_gradient() {
    for (Optimizer optimizer : optimizers()) {
      Updater updater = updater(optimizer);
      for (int step = 1; step <= 640; step++) {
        int id = step % 5;
        step(updater, new float[ROWS * WIDTH], List.of(id), 0.001);
      }
      boolean rests = Idle.of(optimizer).isPresent();
      assertThat(changed(updater) < ROWS / 2).as(optimizer.toString()).isEqualTo(rests);
    }
    assertThat(optimizers().stream().filter(optimizer -> Idle.of(optimizer).isEmpty()))
        .as("those whose steps without gradient go on to move weights")
        .containsExactly(
            new Optimizer.Adam(0.9, 0.5, 1e-7, false),
            new Optimizer.Adam(0.9, 0.999, 1e-30, false),
            Optimizer.adamW(0.1));
  }
}
