package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByLengthTest {
  @Property(tries = 300)
  void sorts_a_part_and_keeps_the_order_of_equal_rows(
      @ForAll @Size(min = 1, max = 80) List<@CharRange(from = 0, to = 9) Character> lengths,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 79) Integer> rows,
      @ForAll @IntRange(min = 0, max = 20) int from) {
    char[] array = new char[80];
    for (int row = 0; row < 80; row++) {
      array[row] = lengths.get(row % lengths.size());
    }
    ByLength byLength = new ByLength(array);
    int start = Math.min(from, rows.size());
    // Twice, since it keeps memory.
    for (int round = 0; round < 2; round++) {
      int[] sorted = rows.stream().mapToInt(row -> row).toArray();
      byLength.sort(sorted, start, sorted.length);
      List<Integer> expected =
          rows.subList(start, rows.size()).stream()
              .sorted(Comparator.comparing(row -> array[row]))
              .collect(Collectors.toList());
      expected.addAll(0, rows.subList(0, start));
      assertThat(sorted).containsExactly(expected.stream().mapToInt(row -> row).toArray());
    }
  }

  @Test
  void rows_may_be_as_long_as_is_counted() {
    int[] rows = {0, 1, 2};
    new ByLength(new char[] {Character.MAX_VALUE, 0, Character.MAX_VALUE}).sort(rows, 0, 3);
    assertThat(rows).containsExactly(1, 0, 2);
  }

  @Test
  void tells_rows_of_one_length() {
    assertThat(new ByLength(new char[] {3, 3}).isEven()).isTrue();
    assertThat(new ByLength(new char[0]).isEven()).isTrue();
    assertThat(new ByLength(new char[] {3, 4}).isEven()).isFalse();
  }

  @Test
  void more_than_is_counted_is_as_long_as_that() {
    IdColumn.Builder ids = new IdColumn.Builder();
    for (int length : new int[] {70_000, 2, 65_535}) {
      ids.ids(IntStream.range(0, length).toArray(), 0, length);
      ids.endRow();
    }
    char[] lengths = EncodedSet.lengths(List.of(ids.finish()), 3);
    assertThat(lengths).containsExactly('\uffff', (char) 2, '\uffff');
  }

  @Test
  void windows_are_whole_batches_of_a_million_numbers_at_most() {
    assertThat(ByLength.window(1)).isEqualTo(4096);
    assertThat(ByLength.window(300)).isEqualTo(3456);
    assertThat(ByLength.window(16_384)).isEqualTo(ByLength.BATCH);
    assertThat(ByLength.window(Long.MAX_VALUE)).isEqualTo(ByLength.BATCH);
  }
}
