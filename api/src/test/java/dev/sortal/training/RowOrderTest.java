package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowOrderTest {
  @Property(tries = 200)
  void every_row_comes_once_an_epoch(
      @ForAll @IntRange(min = 1, max = 3000) int rows,
      @ForAll @IntRange(min = 1, max = 50) int block,
      @ForAll @IntRange(min = 1, max = 8) int window,
      @ForAll @IntRange(min = 1, max = 5) int epoch,
      @ForAll long seed) {
    int[] order = RowOrder.windowed(rows, block, window, seed).epoch(epoch);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, rows).toArray());
  }

  @Test
  void the_seed_and_the_epoch_decide_the_order() {
    RowOrder order = RowOrder.windowed(1000, 10, 4, 7);
    assertThat(order.epoch(3)).isEqualTo(RowOrder.windowed(1000, 10, 4, 7).epoch(3));
    assertThat(order.epoch(3)).isNotEqualTo(order.epoch(4));
    assertThat(order.epoch(3)).isNotEqualTo(RowOrder.windowed(1000, 10, 4, 8).epoch(3));
  }

  @Test
  void rows_of_a_window_are_of_few_blocks_and_mixed() {
    int[] order = RowOrder.windowed(100_000, 100, 50, 1).epoch(1);
    for (int start = 0; start < order.length; start += 5000) {
      int[] window = Arrays.copyOfRange(order, start, start + 5000);
      assertThat(Arrays.stream(window).map(row -> row / 100).distinct().count()).isEqualTo(50);
      // In a batch of 50 of 50 shuffled blocks about 50 * (1 - (1 - 1/50)^50) = 32 occur.
      double distinct =
          IntStream.range(0, 100)
              .mapToLong(
                  i ->
                      Arrays.stream(window, i * 50, i * 50 + 50)
                          .map(row -> row / 100)
                          .distinct()
                          .count())
              .average()
              .orElseThrow();
      assertThat(distinct).isCloseTo(32, within(1.0));
    }
  }

  @Test
  void a_file_that_is_sorted_by_class_is_mixed() {
    int rows = 4_000_000;
    int[] order = RowOrder.stored(rows, rows * 30L, 1).epoch(1);
    for (int start = 0; start < rows; start += 500_000) {
      long ofFirstHalf =
          Arrays.stream(order, start, start + 500_000).filter(row -> row < rows / 2).count();
      assertThat(ofFirstHalf / 500_000.0).isCloseTo(0.5, within(0.15));
    }
  }

  @Test
  void what_fits_into_a_window_is_shuffled_as_a_whole() {
    assertThat(RowOrder.stored(1_000_000, 30_000_000, 5).epoch(2))
        .isEqualTo(RowOrder.shuffled(1_000_000, 5).epoch(2));
    assertThat(RowOrder.windowed(40, 10, 4, 5).epoch(2))
        .isEqualTo(RowOrder.shuffled(40, 5).epoch(2));
  }

  @Test
  void long_rows_have_windows_of_fewer() {
    int rows = 500_000;
    int[] order = RowOrder.stored(rows, rows * 1024L, 1).epoch(1);
    int[] window = Arrays.copyOf(order, 65_536);
    // Windows of 256 blocks of 256 rows, made equal: 1,954 blocks are 8 windows of 244 or 245.
    assertThat(Arrays.stream(window, 0, 62_000).map(row -> row / 256).distinct().count())
        .isBetween(243L, 245L);
  }

  @Test
  void blocks_and_windows_hold_something() {
    assertThatThrownBy(() -> RowOrder.windowed(10, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Blocks and windows must hold at least 1, got 0 and 1.");
  }
}
