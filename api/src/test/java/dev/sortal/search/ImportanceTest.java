package dev.sortal.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Functions whose shares of variance follow from their formulas. */
class ImportanceTest {
  private static final Space SPACE =
      new Space(
          List.of(
              Range.linear(0, 1),
              Range.logarithmic(1, 10),
              Choice.of("a", "b", "c", "d"),
              Range.linear(0, 1)));

  private static List<Double> importance(int rows, ToDoubleFunction<List<Double>> loss) {
    SplitMix64 random = new SplitMix64(1);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<Double> point = SPACE.draw(random);
      outcomes.add(new Outcome(point, loss.applyAsDouble(point)));
    }
    return Importance.of(SPACE, outcomes, 3);
  }

  private static void requireClose(List<Double> shares, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(shares.get(i))
          .as("setting %d of %s", i, shares)
          .isCloseTo(expected[i], Offset.offset(0.07));
    }
  }

  /** Variances 9 / 12, 1 / 12, 3 / 16 and 0. */
  @Test
  void of_a_sum_each_has_the_share_of_its_variance() {
    List<Double> shares =
        importance(400, at -> 3 * at.get(0) + at.get(1) + (at.get(2) == 2 ? 1 : 0));
    double all = 9 / 12.0 + 1 / 12.0 + 3 / 16.0;
    requireClose(shares, 9 / 12.0 / all, 1 / 12.0 / all, 3 / 16.0 / all, 0);
  }

  /** A product of variance 1 whose factors alone decide nothing, beside a term of 1 / 12. */
  @Test
  void what_only_two_together_decide_is_nobodys() {
    List<Double> shares =
        importance(400, at -> 12 * (at.get(0) - 0.5) * (at.get(1) - 0.5) + at.get(3));
    requireClose(shares, 0, 0, 0, 1 / 13.0);
    assertThat(shares.stream().mapToDouble(Double::doubleValue).sum()).isLessThan(0.25);
  }

  @Test
  void forty_trials_tell_the_most_important_setting() {
    List<Double> shares = importance(40, at -> 2 * at.get(3) + (at.get(2) == 0 ? 0.5 : 0));
    assertThat(shares.get(3)).isGreaterThan(0.7);
    assertThat(shares.get(0) + shares.get(1)).isLessThan(0.15);
  }

  @Test
  void it_repeats_itself_and_ignores_failed_trials() {
    ToDoubleFunction<List<Double>> loss = at -> at.get(0) > 0.5 ? Double.NaN : at.get(1);
    assertThat(importance(60, loss)).isEqualTo(importance(60, loss));
    assertThat(importance(60, loss).get(1)).isGreaterThan(0.8);
  }

  @Test
  void nothing_is_known_from_few_trials_or_equal_ones() {
    assertThat(importance(5, at -> at.get(0))).hasSize(4).allMatch(share -> share.isNaN());
    assertThat(importance(50, at -> 1)).hasSize(4).allMatch(share -> share.isNaN());
  }
}
