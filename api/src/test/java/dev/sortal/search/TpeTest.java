package dev.sortal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.search.SyntheticFunctions.Function;
import dev.sortal.tensor.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TpeTest {
  private static final int SEEDS = 50;

  static List<Function> functions() {
    return List.of(
        SyntheticFunctions.branin(), SyntheticFunctions.mixed(), SyntheticFunctions.bowl());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void finds_lower_values_than_random_search(Function function) {
    for (int trials : List.of(20, 40, 80)) {
      int won = 0;
      for (int seed = 0; seed < SEEDS; seed++) {
        // The first ten trials are the same: a tie is a search that found nothing better since.
        won +=
            lowest(function.run(Method.tpe(), seed, trials))
                    < lowest(function.run(Method.random(), seed, trials))
                ? 1
                : 0;
      }
      // Were both alike, 35 of 50 would come in 1 of 300 cases (binomial).
      int wanted = trials == 20 ? 26 : 35;
      assertThat(won).as("%s, %d trials", function.name(), trials).isGreaterThanOrEqualTo(wanted);
      assertThat(function.median(Method.tpe(), SEEDS, trials))
          .as("%s, %d trials", function.name(), trials)
          .isLessThan(function.median(Method.random(), SEEDS, trials) * (trials == 20 ? 0.9 : 0.6));
    }
  }

  private static double lowest(List<Outcome> outcomes) {
    return outcomes.stream().mapToDouble(Outcome::loss).min().orElseThrow();
  }

  /** Medians of as many seeds, which optuna_regrets.py wrote. */
  @ParameterizedTest
  @MethodSource("functions")
  void is_as_good_as_the_estimator_of_optuna(Function function) throws IOException {
    int compared = 0;
    for (JsonNode one : medians()) {
      if (one.path("function").asText().equals(function.name())) {
        int trials = one.path("trials").asInt();
        assertThat(function.median(Method.tpe(), SEEDS, trials))
            .as("%s", one)
            .isLessThan(1.6 * one.path("tpe").asDouble());
        // The functions are the same: random search comes to the same.
        assertThat(function.median(Method.random(), SEEDS, trials))
            .as("%s", one)
            .isBetween(one.path("random").asDouble() / 1.9, one.path("random").asDouble() * 1.9);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(3);
  }

  private static JsonNode medians() throws IOException {
    try (InputStream file =
        TpeTest.class.getResourceAsStream("/dev/sortal/search/optuna_regrets.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file)).path("medians");
    }
  }

  @Test
  void begins_as_random_search_and_repeats_itself() {
    Function function = SyntheticFunctions.mixed();
    List<Outcome> tpe = function.run(Method.tpe(), 3, 25);
    assertThat(tpe.subList(0, 10)).isEqualTo(function.run(Method.random(), 3, 10));
    assertThat(function.run(Method.tpe(), 3, 25)).isEqualTo(tpe);
    assertThat(function.run(Method.tpe(), 4, 25)).isNotEqualTo(tpe);
    assertThat(tpe).doesNotHaveDuplicates();
  }

  @Test
  void proposes_where_good_trials_are_and_bad_ones_are_not() {
    Space space = new Space(List.of(Range.linear(0, 1), Choice.of("a", "b", "c")));
    SplitMix64 random = new SplitMix64(1);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Double> point = space.draw(random);
      boolean isGood = point.get(1) == 1 && Math.abs(point.get(0) - 0.8) < 0.15;
      outcomes.add(new Outcome(point, isGood ? 0 : 1));
    }
    Plan plan = Method.tpe().plan(space, 5, 1);
    int there = 0;
    for (int number = 60; number < 160; number++) {
      List<Double> point = plan.propose(number, outcomes).point();
      there += point.get(1) == 1 && Math.abs(point.get(0) - 0.8) < 0.3 ? 1 : 0;
    }
    assertThat(there).isGreaterThan(85);
  }

  @Test
  void failed_trials_repel() {
    Space space = new Space(List.of(Range.linear(0, 1)));
    SplitMix64 random = new SplitMix64(2);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double place = random.uniform();
      outcomes.add(new Outcome(List.of(place), place > 0.5 ? Double.NaN : 1 - place));
    }
    Plan plan = Method.tpe().plan(space, 5, 1);
    List<Double> places = new ArrayList<>();
    for (int number = 40; number < 90; number++) {
      places.add(plan.propose(number, outcomes).point().get(0));
    }
    assertThat(places.stream().filter(place -> place > 0.6)).hasSizeLessThan(5);
    List<Outcome> allFailed =
        outcomes.stream().map(one -> new Outcome(one.point(), Double.NaN)).toList();
    assertThat(plan.propose(40, allFailed))
        .isEqualTo(Method.random().plan(space, 5, 1).propose(40, List.of()));
  }

  @Test
  void tries_no_point_twice_while_there_are_others() {
    Space space = new Space(List.of(Choice.of(1, 2, 3, 4, 5), Choice.of(1, 2, 3, 4, 5)));
    Function function =
        new Function("sum", space, values -> (Integer) values.get(0) + (Integer) values.get(1));
    List<Outcome> outcomes = function.run(Method.tpe().startup(2), 1, 20);
    List<List<Double>> later = outcomes.subList(2, 20).stream().map(Outcome::point).toList();
    assertThat(new HashSet<>(later).size()).isGreaterThanOrEqualTo(17);
    assertThat(later).contains(List.of(0.0, 0.0));
  }

  @Test
  void waits_for_all_trials_but_those_that_may_run_beside() {
    Plan plan = Method.tpe().plan(SyntheticFunctions.bowl().space(), 1, 1);
    assertThat(plan.needs(9, 1)).isZero();
    assertThat(plan.needs(10, 1)).isEqualTo(10);
    assertThat(plan.needs(10, 4)).isEqualTo(7);
    assertThat(plan.size()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void the_density_is_one() {
    Space space = new Space(List.of(Range.linear(0, 1), Choice.of("a", "b", "c")));
    ParzenDensity density =
        new ParzenDensity(space, List.of(List.of(0.0, 1.0), List.of(0.9, 1.0), List.of(1.0, 2.0)));
    double sum = 0;
    double low = 0;
    int steps = 2000;
    for (int i = 0; i < steps; i++) {
      for (int value = 0; value < 3; value++) {
        double place = (i + 0.5) / steps;
        double share = Math.exp(density.logarithm(List.of(place, (double) value))) / steps;
        sum += share;
        low += place < 0.5 && value == 1 ? share : 0;
      }
    }
    assertThat(sum).isCloseTo(1, Offset.offset(1e-5));
    SplitMix64 random = new SplitMix64(9);
    int drawn = 0;
    for (int i = 0; i < 20_000; i++) {
      List<Double> point = density.draw(random);
      drawn += point.get(0) < 0.5 && point.get(1) == 1 ? 1 : 0;
    }
    assertThat(drawn / 20_000.0).isCloseTo(low, Offset.offset(0.015));
  }

  @Test
  void the_normal_curve_is_that_of_the_tables() {
    // scipy.stats.norm.cdf
    assertThat(ParzenDensity.cumulative(0)).isCloseTo(0.5, Offset.offset(1e-7));
    assertThat(ParzenDensity.cumulative(1)).isCloseTo(0.8413447460685429, Offset.offset(1e-7));
    assertThat(ParzenDensity.cumulative(-1.96))
        .isCloseTo(0.024997895148220435, Offset.offset(1e-7));
    assertThat(ParzenDensity.cumulative(4)).isCloseTo(0.9999683287581669, Offset.offset(1e-7));
  }

  @Test
  void wrong_numbers_are_refused() {
    assertThatThrownBy(() -> Method.tpe().startup(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 random trials first and 1 candidate, got 1 and 24");
  }
}
