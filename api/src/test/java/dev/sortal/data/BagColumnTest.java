package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.spi.Column;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BagColumnTest {
  private static BagColumn oneBagARow() {
    BagColumn.Builder builder = new BagColumn.Builder(0);
    builder.id(7, 0.5f);
    builder.id(9, 2);
    builder.endRow();
    builder.endRow();
    builder.id(3, -1);
    builder.endRow();
    return builder.finish();
  }

  private static BagColumn.Builder atPositions() {
    BagColumn.Builder builder = new BagColumn.Builder(3);
    builder.id(1, 1);
    builder.id(2, 0.25f);
    builder.endBag();
    builder.endBag();
    builder.id(5, 4);
    builder.endBag();
    builder.endRow();
    builder.endRow();
    builder.id(6, 1);
    builder.endBag();
    builder.endRow();
    return builder;
  }

  private static int[] ints(IntBuffer buffer, int count) {
    int[] values = new int[count];
    buffer.get(0, values);
    return values;
  }

  private static float[] floats(FloatBuffer buffer, int count) {
    float[] values = new float[count];
    buffer.get(0, values);
    return values;
  }

  private static void assertHolds(
      Column column, int[] ids, float[] weights, int[] bagOffsets, int[] rowOffsets) {
    Column.Bags bags = (Column.Bags) column;
    assertThat(ints(bags.ids(), ids.length)).isEqualTo(ids);
    assertThat(floats(bags.weights(), weights.length)).isEqualTo(weights);
    assertThat(ints(bags.bagOffsets(), bagOffsets.length)).isEqualTo(bagOffsets);
    assertThat(ints(bags.rowOffsets(), rowOffsets.length)).isEqualTo(rowOffsets);
  }

  @Test
  void reads_rows_of_one_bag_in_any_order() {
    EncodedColumn.Reader reader = oneBagARow().reader(0);

    assertHolds(
        reader.read(new int[] {2, 1, 0, 2}, 0, 4),
        new int[] {3, 7, 9, 3},
        new float[] {-1, 0.5f, 2, -1},
        new int[] {0, 1, 1, 3, 4},
        new int[] {0, 1, 2, 3, 4});
    assertHolds(
        reader.read(new int[] {2, 1, 0, 2}, 1, 2),
        new int[0],
        new float[0],
        new int[] {0, 0},
        new int[] {0, 1});
  }

  @Test
  void reads_rows_of_bags_at_positions() {
    BagColumn column = atPositions().finish();

    assertHolds(
        column.reader(0).read(new int[] {2, 1, 0}, 0, 3),
        new int[] {6, 1, 2, 5},
        new float[] {1, 1, 0.25f, 4},
        new int[] {0, 1, 3, 3, 4},
        new int[] {0, 1, 1, 4});
  }

  @Test
  void knows_what_a_row_holds() {
    BagColumn column = atPositions().finish();

    assertThat(column.rows()).isEqualTo(3);
    assertThat(column.length(0)).isEqualTo(3);
    assertThat(column.bags(0)).isEqualTo(3);
    assertThat(column.length(0, 1)).isZero();
    assertThat(column.id(0, 0, 1)).isEqualTo(2);
    assertThat(column.weight(0, 2, 0)).isEqualTo(4);
    assertThat(column.bags(1)).isZero();
    assertThat(column.length(1)).isZero();
    assertThat(column.id(2, 0, 0)).isEqualTo(6);
  }

  @Test
  void a_builder_reads_its_own_rows_and_begins_again() {
    BagColumn.Builder builder = atPositions();

    assertHolds(
        builder.read(),
        new int[] {1, 2, 5, 6},
        new float[] {1, 0.25f, 4, 1},
        new int[] {0, 2, 2, 3, 4},
        new int[] {0, 3, 3, 4});
    builder.id(8, 3);
    builder.endBag();
    builder.endRow();
    assertHolds(builder.read(), new int[] {8}, new float[] {3}, new int[] {0, 1}, new int[] {0, 1});
  }

  @Test
  void a_cleared_builder_forgets_the_row_in_the_making() {
    BagColumn.Builder builder = new BagColumn.Builder(0);
    builder.id(4, 1);
    builder.clear();
    builder.endRow();

    assertHolds(builder.read(), new int[0], new float[0], new int[] {0, 0}, new int[] {0, 1});
  }

  @Test
  void a_reader_reuses_its_buffers() {
    EncodedColumn.Reader reader = oneBagARow().reader(0);

    Column.Bags first = (Column.Bags) reader.read(new int[] {0, 1, 2}, 0, 3);
    Column.Bags second = (Column.Bags) reader.read(new int[] {2}, 0, 1);

    assertThat(second.ids()).isSameAs(first.ids());
    assertThat(second.weights()).isSameAs(first.weights());
    assertThat(second.bagOffsets()).isSameAs(first.bagOffsets());
    assertThat(second.ids().isDirect()).isTrue();
  }

  @Property(tries = 50)
  void holds_every_id_of_every_row(
      @ForAll @IntRange(min = 0, max = 60) int rows,
      @ForAll @IntRange(min = 0, max = 40) int size) {
    BagColumn.Builder builder = new BagColumn.Builder(size);
    for (int row = 0; row < rows; row++) {
      for (int bag = 0; bag < Math.min(size, row); bag++) {
        for (int place = 0; place < bag; place++) {
          builder.id(row * 31 + bag, place);
        }
        builder.endBag();
      }
      builder.endRow();
    }
    BagColumn column = builder.finish();

    assertThat(column.rows()).isEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      assertThat(column.bags(row)).isEqualTo(size == 0 ? 1 : Math.min(size, row));
      for (int bag = 0; bag < Math.min(size, row); bag++) {
        assertThat(column.length(row, bag)).isEqualTo(bag);
        for (int place = 0; place < bag; place++) {
          assertThat(column.id(row, bag, place)).isEqualTo(row * 31 + bag);
          assertThat(column.weight(row, bag, place)).isEqualTo(place);
        }
      }
    }
  }

  @Test
  void refuses_weights_that_are_not_finite() {
    assertThatThrownBy(() -> new BagColumn.Builder(0).id(3, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be finite, got NaN for id 3");
  }

  @Test
  void refuses_negative_positions() {
    assertThatThrownBy(() -> new BagColumn.Builder(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 (one bag a row) or more, got -1");
  }

  @Test
  void refuses_more_bags_than_positions() {
    BagColumn.Builder builder = new BagColumn.Builder(1);
    builder.endBag();

    assertThatThrownBy(builder::endBag)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Row 0 has too many bags: expected at most 1");
  }

  @Test
  void refuses_to_end_a_bag_where_rows_are_bags() {
    assertThatThrownBy(new BagColumn.Builder(0)::endBag)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ends with endRow()");
  }

  @Test
  void refuses_to_end_a_row_within_a_bag() {
    BagColumn.Builder builder = new BagColumn.Builder(2);
    builder.id(1, 1);

    assertThatThrownBy(builder::endRow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected endBag() before endRow(), got 1 ids");
  }
}
