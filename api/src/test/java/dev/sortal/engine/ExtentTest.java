package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Padding;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExtentTest {
  private static Extent of(int positions, Side padding, int... own) {
    Extent extent = new Extent(positions);
    extent.fill(own.length, padding, own);
    return extent;
  }

  @Test
  void stores_the_own_positions_of_rows_and_one_for_all_blank_ones() {
    Extent extent = of(100, Side.POST, 3, 0, 5);

    assertThat(extent.stored()).isEqualTo(3 + 5 + 1);
    assertThat(extent.at(0, 2)).isEqualTo(2);
    assertThat(extent.at(0, 3)).isEqualTo(extent.blankStart());
    assertThat(extent.at(1, 0)).isEqualTo(extent.blankStart());
    assertThat(extent.at(2, 4)).isEqualTo(7);
  }

  @Test
  void padding_before_keeps_the_last_positions() {
    Extent extent = of(10, Side.PRE, 3);

    assertThat(extent.at(0, 6)).isEqualTo(extent.blankStart());
    assertThat(extent.at(0, 7)).isZero();
    assertThat(extent.positionOf(0)).isEqualTo(7);
  }

  @Test
  void rows_of_full_length_need_no_blank_row() {
    assertThat(of(4, Side.POST, 4, 4).isWhole()).isTrue();
  }

  /** What windows slide over, and the texts. */
  record Sliding(Windows.Axis axis, Side padding, int[] own) {}

  @Provide
  Arbitrary<Sliding> slidings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 24),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(Padding.class),
            Arbitraries.of(Side.class))
        .flatAs(
            (length, size, stride, padding, side) ->
                Arbitraries.integers()
                    .between(0, length)
                    .array(int[].class)
                    .ofMinSize(1)
                    .ofMaxSize(5)
                    .map(
                        own ->
                            new Sliding(
                                new Windows.Axis(length, Math.min(size, length), stride, padding),
                                side,
                                own)));
  }

  /** What a window sees, written down place by place with the stored positions of the input. */
  private static String seen(Extent input, Windows.Axis axis, int row, int window) {
    StringBuilder seen = new StringBuilder();
    for (int place = 0; place < axis.size(); place++) {
      int position = window * axis.stride() - axis.before() + place;
      boolean inside = position >= 0 && position < axis.length();
      seen.append(inside ? input.at(row, position) : -1).append(' ');
    }
    return seen.toString();
  }

  @Property
  void a_window_that_is_not_stored_sees_what_the_stored_one_sees(@ForAll("slidings") Sliding test) {
    Windows.Axis axis = test.axis();
    Extent input = of(axis.length(), test.padding(), test.own());
    Extent output = new Extent(axis.count());

    output.fillSliding(input, axis);

    for (int row = 0; row < input.rows(); row++) {
      for (int window = 0; window < axis.count(); window++) {
        int stored = output.at(row, window);
        assertThat(stored).isBetween(0, output.stored() - 1);
        assertThat(seen(input, axis, output.rowOf(stored), output.positionOf(stored)))
            .isEqualTo(seen(input, axis, row, window));
      }
    }
  }

  @Property
  void parts_of_a_row_stand_for_each_of_its_positions_once(@ForAll("slidings") Sliding test) {
    Extent input = of(test.axis().length(), test.padding(), test.own());
    Extent output = new Extent(test.axis().count());
    output.fillSliding(input, test.axis());

    for (int row = 0; row < output.rows(); row++) {
      int[] expected = new int[output.stored()];
      for (int position = 0; position < output.positions(); position++) {
        expected[output.at(row, position)]++;
      }
      int[] counted = new int[output.stored()];
      for (int part = 0; part < output.parts(row); part++) {
        counted[output.part(row, part)] += output.times(row, part);
      }
      assertThat(counted).isEqualTo(expected);
    }
  }

  @Property
  void both_extents_together_store_what_each_stores(
      @ForAll("slidings") Sliding one, @ForAll("slidings") Sliding other) {
    int positions = Math.min(one.axis().length(), other.axis().length());
    int rows = Math.min(one.own().length, other.own().length);
    Extent first = new Extent(positions);
    Extent second = new Extent(positions);
    first.fill(rows, one.padding(), limited(one.own(), positions));
    second.fill(rows, other.padding(), limited(other.own(), positions));
    Extent both = new Extent(positions);

    both.fillBoth(first, second);

    for (int row = 0; row < rows; row++) {
      for (int position = 0; position < positions; position++) {
        int stored = both.at(row, position);
        assertThat(first.at(both.rowOf(stored), both.positionOf(stored)))
            .isEqualTo(first.at(row, position));
        assertThat(second.at(both.rowOf(stored), both.positionOf(stored)))
            .isEqualTo(second.at(row, position));
      }
    }
  }

  @Property
  void all_rows_share_what_is_between_the_ends_of_the_common_range(
      @ForAll("slidings") Sliding sliding) {
    Extent texts = new Extent(sliding.axis().length());
    texts.fill(sliding.own().length, sliding.padding(), sliding.own());
    Extent windows = new Extent(sliding.axis().count());
    windows.fillSliding(texts, sliding.axis());
    int from = windows.commonFrom();
    int end = windows.commonEnd();

    assertThat(from).isBetween(0, windows.positions());
    assertThat(end).isBetween(from, windows.positions());
    for (int position = from; position < end; position++) {
      for (int row = 0; row < windows.rows(); row++) {
        assertThat(windows.at(row, position)).isEqualTo(windows.at(0, from));
      }
    }
  }

  @Test
  void the_common_range_begins_after_the_longest_row() {
    Extent after = of(100, Side.POST, 3, 0, 5);
    Extent before = of(100, Side.PRE, 3, 0, 5);

    assertThat(after.commonFrom()).isEqualTo(5);
    assertThat(after.commonEnd()).isEqualTo(100);
    assertThat(before.commonFrom()).isZero();
    assertThat(before.commonEnd()).isEqualTo(95);
  }

  private static int[] limited(int[] own, int most) {
    int[] limited = own.clone();
    for (int i = 0; i < limited.length; i++) {
      limited[i] = Math.min(limited[i], most);
    }
    return limited;
  }
}
