package dev.sortal.tck.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Optimizer;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Two steps of rate 0.1 from the value 1, the gradients 2 and 1; epsilons that show their place.
 */
class UpdatesTest {
  private static final double RATE = 0.1;

  private static void assertSteps(Optimizer optimizer, double first, double second) {
    double[][] slots = new double[optimizer.slots().size()][1];
    for (double[] slot : slots) {
      Arrays.fill(slot, optimizer.initialSlot());
    }
    double one = optimizer.accept(new Updates(), new Updates.Element(1, 2, slots, 0, RATE, 1));
    assertThat(one).as("first step").isCloseTo(first, Offset.offset(1e-14));
    double two = optimizer.accept(new Updates(), new Updates.Element(one, 1, slots, 0, RATE, 2));
    assertThat(two).as("second step").isCloseTo(second, Offset.offset(1e-14));
  }

  @Test
  void plain_descent() {
    assertSteps(Optimizer.sgd(), 0.8, 0.7);
  }

  @Test
  void momentum() {
    assertSteps(Optimizer.sgd(0.5), 0.8, 0.6);
  }

  @Test
  void nesterov() {
    assertSteps(Optimizer.sgd(0.5).withNesterov(), 0.7, 0.5);
  }

  /** m = 1, then 1; v = 1, then 1: beta1 = 1/2, beta2 = 3/4. */
  @Test
  void adam_has_its_epsilon_outside_of_the_root_and_uncorrected() {
    double first = 1 - RATE * Math.sqrt(0.25) / 0.5 * 1 / (1 + 0.5);
    double second = first - RATE * Math.sqrt(0.4375) / 0.75 * 1 / (1 + 0.5);
    assertSteps(new Optimizer.Adam(0.5, 0.75, 0.5, false), first, second);
  }

  @Test
  void adam_w_decays_before_it_steps() {
    double first = 0.98 - RATE * Math.sqrt(0.25) / 0.5 * 1 / (1 + 0.5);
    double second = first * 0.98 - RATE * Math.sqrt(0.4375) / 0.75 * 1 / (1 + 0.5);
    assertSteps(new Optimizer.AdamW(0.2, 0.5, 0.75, 0.5, false), first, second);
  }

  @Test
  void adagrad_has_its_epsilon_inside_the_root() {
    double first = 1 - RATE * 2 / Math.sqrt(5 + 4 + 7);
    double second = first - RATE * 1 / Math.sqrt(5 + 4 + 1 + 7);
    assertSteps(new Optimizer.Adagrad(5, 7, false), first, second);
  }

  @Test
  void adadelta_remembers_its_moves_without_the_rate() {
    double first = 1 - RATE * Math.sqrt(0 + 3) / Math.sqrt(1 + 3) * 2;
    double second = first - RATE * Math.sqrt(0.25 * 3 + 3) / Math.sqrt(0.75 + 0.25 + 3) * 1;
    assertSteps(new Optimizer.Adadelta(0.75, 3, false), first, second);
  }

  @Test
  void rms_prop_has_its_epsilon_inside_the_root() {
    double first = 1 - RATE * 2 / Math.sqrt(1 + 3);
    double second = first - RATE * 1 / Math.sqrt(0.75 + 0.25 + 3);
    assertSteps(new Optimizer.RmsProp(0.75, 3, false), first, second);
  }
}
