package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplayOrderTest {
  @Property(tries = 100)
  void epochs_hold_every_new_row_and_go_round_the_old_ones(
      @ForAll @IntRange(min = 1, max = 40) int fresh,
      @ForAll @IntRange(min = 1, max = 40) int old,
      @ForAll @DoubleRange(min = 0.01, max = 0.9) double share,
      @ForAll long seed) {
    RowOrder order = RowOrder.replaying(fresh + old, old, share, seed);
    int expected = (int) Math.max(1, Math.round(fresh * share / (1 - share)));
    List<Integer> replayed = new ArrayList<>();
    for (int epoch = 1; epoch <= 5; epoch++) {
      int[] rows = order.epoch(epoch);
      assertThat(rows).hasSize(fresh + expected);
      assertThat(Arrays.stream(rows).filter(row -> row < fresh).sorted().toArray())
          .isEqualTo(IntStream.range(0, fresh).toArray());
      Arrays.stream(rows).filter(row -> row >= fresh).forEach(replayed::add);
    }
    long[] visits = new long[old];
    replayed.forEach(row -> visits[row - fresh]++);
    long most = Arrays.stream(visits).max().orElseThrow();
    assertThat(Arrays.stream(visits).min().orElseThrow()).isBetween(most - 1, most);
  }

  @Test
  void epochs_come_again_by_their_number_and_differ() {
    RowOrder order = RowOrder.replaying(60, 40, 0.5, 7);

    assertThat(order.epoch(2)).isEqualTo(RowOrder.replaying(60, 40, 0.5, 7).epoch(2));
    assertThat(order.epoch(2)).isNotEqualTo(order.epoch(1));
    assertThat(order.epoch(2)).isNotEqualTo(RowOrder.replaying(60, 40, 0.5, 8).epoch(2));
  }

  @Test
  void a_share_of_all_is_refused() {
    assertThatThrownBy(() -> RowOrder.replaying(60, 40, 1, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Replay needs new rows, old rows and a share in (0, 1), got 20, 40 and 1.0.");
    assertThatThrownBy(() -> RowOrder.replaying(40, 40, 0.5, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0, 40 and 0.5");
  }

  @Test
  void more_rows_than_an_array_holds_are_refused() {
    assertThatThrownBy(() -> RowOrder.replaying(1_000_000_000, 10, 0.9, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("An epoch can visit at most 2147483639 rows")
        .hasMessageEndingWith("by replay. Choose a lower share.");
  }
}
