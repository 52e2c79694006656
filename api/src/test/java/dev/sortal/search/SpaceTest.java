package dev.sortal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.tensor.SplitMix64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpaceTest {
  @Test
  void places_are_spread_on_the_scale_of_the_range() {
    assertThat(Range.linear(2, 6).at(0.25)).isEqualTo(3);
    Range rate = Range.logarithmic(1e-4, 1e-2);
    assertThat(rate.at(0)).isEqualTo(1e-4);
    assertThat(rate.at(0.5)).isCloseTo(1e-3, Offset.offset(1e-12));
    assertThat(rate.at(1)).isEqualTo(1e-2);
    assertThat(Choice.of("a", "b").at(1)).isEqualTo("b");
  }

  @Property(tries = 300)
  void whole_numbers_stay_within_their_bounds_and_share_a_place(
      @ForAll @IntRange(min = 1, max = 50) int low,
      @ForAll @IntRange(min = 1, max = 500) int more,
      @ForAll @DoubleRange(min = 0, max = 1) double place,
      @ForAll boolean isLogarithmic) {
    WholeRange range = new WholeRange(low, low + more, isLogarithmic);
    assertThat(range.at(place)).isBetween(low, low + more);
    double snapped = range.snapped(place);
    assertThat(snapped).isBetween(0.0, 1.0);
    assertThat(range.at(snapped)).isEqualTo(range.at(place));
    assertThat(range.snapped(snapped)).isEqualTo(snapped);
  }

  @Test
  void every_whole_number_of_a_linear_range_is_as_likely() {
    SplitMix64 random = new SplitMix64(4);
    WholeRange range = Range.whole(3, 7);
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      counts.merge(range.at(range.draw(random)), 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys(3, 4, 5, 6, 7);
    assertThat(counts.values()).allMatch(count -> count > 1850 && count < 2150);
  }

  @Test
  void a_grid_is_every_combination_once() {
    Space space = new Space(List.of(Range.linear(0, 1), Choice.of("a", "b"), Range.whole(1, 2)));
    Plan plan = Method.grid(3).plan(space, 1, 1);
    assertThat(plan.size()).isEqualTo(3 * 2 * 2);
    List<List<Double>> points =
        IntStream.range(0, 12).mapToObj(i -> plan.propose(i, List.of()).point()).toList();
    assertThat(points).doesNotHaveDuplicates();
    assertThat(points.stream().map(point -> point.get(0)).distinct().sorted())
        .containsExactly(0.0, 0.5, 1.0);
    assertThat(Method.grid(3).plan(space, 2, 1).propose(0, List.of()).point()).isIn(points);
    Space huge = new Space(List.of(Range.linear(0, 1), Range.linear(0, 1), Range.linear(0, 1)));
    assertThatThrownBy(() -> Method.grid(200).plan(huge, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("The grid is too large", "[200, 200, 200]");
  }

  @Test
  void what_is_no_space_is_refused() {
    assertThatThrownBy(() -> Range.linear(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from a lower to a higher number, got 2.0 to 2.0");
    assertThatThrownBy(() -> Range.logarithmic(0, 1))
        .hasMessageContaining("must begin above 0, got 0.0");
    assertThatThrownBy(() -> Range.wholeLogarithmic(0, 9))
        .hasMessageContaining("must begin at 1 or above, got 0");
    assertThatThrownBy(() -> Range.whole(9, 1)).hasMessageContaining("got 9 to 1");
    assertThatThrownBy(() -> Choice.of("a", "a"))
        .hasMessageContaining("at least 2 values of different names, got [a, a]");
    assertThatThrownBy(() -> Method.grid(1)).hasMessageContaining("at least 2 values");
    assertThatThrownBy(() -> new Space(List.of())).hasMessageContaining("at least one setting");
    Space space = new Space(List.of(Range.linear(0, 1), Choice.of("a", "b")));
    for (List<Double> wrong :
        List.of(List.of(0.5), List.of(0.5, 2.0), List.of(1.5, 0.0), List.of(Double.NaN, 0.0))) {
      assertThatThrownBy(() -> space.require(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got " + wrong);
    }
  }
}
