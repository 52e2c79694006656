package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplingTest {
  /** 8 rows of class 0, 3 of class 1, 2 of class 2, one unknown. */
  private static final int[] CLASSES = {0, 1, 0, 2, 0, -1, 0, 1, 0, 0, 2, 0, 1, 0};

  private static long[] counts(int[] order) {
    long[] counts = new long[3];
    for (int row : order) {
      counts[CLASSES[row]]++;
    }
    return counts;
  }

  @Test
  void oversampling_repeats_rare_rows_up_to_the_largest_class() {
    int[] epoch = Sampling.oversample().order(CLASSES, 1).epoch(1);
    assertThat(counts(epoch)).containsExactly(8, 8, 8);
    for (int row : new int[] {3, 10}) {
      assertThat(Arrays.stream(epoch).filter(visited -> visited == row)).hasSize(4);
    }
    for (int row : new int[] {1, 7, 12}) {
      assertThat(Arrays.stream(epoch).filter(visited -> visited == row).count()).isBetween(2L, 3L);
    }
  }

  @Test
  void undersampling_leaves_rows_out_down_to_the_smallest_class() {
    assertThat(counts(Sampling.undersample().order(CLASSES, 1).epoch(1))).containsExactly(2, 2, 2);
  }

  @Test
  void a_ratio_is_that_of_the_rarest_to_the_most_frequent_class() {
    long[] counts = {100, 30, 10};
    assertThat(Sampling.oversample(0.5).visits(counts)).containsExactly(100, 50, 50);
    assertThat(Sampling.undersample(0.5).visits(counts)).containsExactly(20, 20, 10);
    assertThat(Sampling.undersample(0.05).visits(counts)).containsExactly(100, 30, 10);
    assertThat(Sampling.oversample(0.25).visits(counts)).containsExactly(100, 30, 25);
    assertThat(Sampling.oversample().visits(new long[] {3, 0})).containsExactly(3, 0);
  }

  @Test
  void undersampling_draws_anew_in_each_epoch_until_all_rows_were_seen() {
    RowOrder order = Sampling.undersample().order(CLASSES, 1);
    Set<Integer> seen = new TreeSet<>();
    for (int epoch = 1; epoch <= 30; epoch++) {
      for (int row : order.epoch(epoch)) {
        seen.add(row);
      }
    }
    assertThat(seen).hasSize(13).doesNotContain(5);
  }

  @Test
  void the_seed_and_the_epoch_decide() {
    RowOrder order = Sampling.undersample().order(CLASSES, 1);
    assertThat(Sampling.undersample().order(CLASSES, 1).epoch(2)).isEqualTo(order.epoch(2));
    assertThat(order.epoch(3)).isNotEqualTo(order.epoch(2));
    assertThat(Sampling.undersample().order(CLASSES, 2).epoch(2)).isNotEqualTo(order.epoch(2));
  }

  @Property
  void oversampling_visits_every_row_and_undersampling_none_twice(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 4) Integer> labels, @ForAll long seed) {
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    int[] over = Sampling.oversample().order(classes, seed).epoch(1);
    assertThat(Arrays.stream(over).distinct()).hasSize(classes.length);
    int[] under = Sampling.undersample().order(classes, seed).epoch(1);
    assertThat(Arrays.stream(under).distinct()).hasSize(under.length);
    assertThat(Arrays.stream(over).map(row -> classes[row]).distinct().sorted().toArray())
        .isEqualTo(Arrays.stream(under).map(row -> classes[row]).distinct().sorted().toArray());
  }

  @Test
  void refuses_what_is_no_ratio() {
    for (double ratio : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> Sampling.oversample(ratio))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("in (0, 1]", "got " + ratio);
    }
  }

  @Test
  void refuses_more_visits_than_an_epoch_can_have() {
    // 40,000 classes of one row each beside one of 60,000 rows.
    int[] many = new int[100_000];
    for (int i = 0; i < 40_000; i++) {
      many[i] = i + 1;
    }
    assertThatThrownBy(() -> Sampling.oversample().order(many, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("at most 2147483639 rows", "undersample");
  }
}
