package dev.sortal.linear;

import dev.sortal.spec.Input;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import java.util.Arrays;
import java.util.List;

/** The rows of a batch as weighted ids, the columns of each row one after the other. */
final class RowBatch {
  private final int[] firstIds;
  private final int width;
  private int[] ids = new int[1024];
  private float[] values = new float[1024];
  private int[] ends = new int[0];
  private int count;

  RowBatch(List<Input> inputs) {
    firstIds = new int[inputs.size()];
    int at = 0;
    for (int i = 0; i < firstIds.length; i++) {
      firstIds[i] = at;
      at = Math.addExact(at, width(inputs.get(i)));
    }
    width = at;
  }

  /**
   * How many ids the rows of an input have.
   *
   * @throws IllegalArgumentException if it is not of single bags or of one axis of numbers
   */
  static int width(Input input) {
    if (input instanceof Input.Bags bags && bags.positions() == 0) {
      return bags.vocabulary();
    }
    if (input instanceof Input.Values numbers && numbers.shape().rank() == 1) {
      return numbers.shape().dimension(0);
    }
    throw new IllegalArgumentException(
        "A linear model cannot read the input \""
            + input.name()
            + "\": expected one bag a row or one axis of numbers, got "
            + input
            + ".");
  }

  void load(Batch batch) {
    count = 0;
    if (ends.length < batch.rows()) {
      ends = new int[batch.rows()];
    }
    for (int row = 0; row < batch.rows(); row++) {
      for (int column = 0; column < firstIds.length; column++) {
        append(batch.columns().get(column), firstIds[column], lastId(column), row);
      }
      ends[row] = count;
    }
  }

  private int lastId(int column) {
    return column + 1 < firstIds.length ? firstIds[column + 1] : width;
  }

  private void append(Column column, int first, int last, int row) {
    if (column instanceof Column.Bags bags) {
      int bag = bags.rowOffsets().get(row);
      int from = bags.bagOffsets().get(bag);
      int length = bags.bagOffsets().get(bag + 1) - from;
      reserve(length);
      for (int i = 0; i < length; i++) {
        ids[count] = first + bags.ids().get(from + i);
        values[count++] = bags.weights().get(from + i);
      }
    } else if (column instanceof Column.Floats numbers) {
      int length = last - first;
      reserve(length);
      for (int i = 0; i < length; i++) {
        float value = numbers.values().get(row * length + i);
        if (value != 0) {
          ids[count] = first + i;
          values[count++] = value;
        }
      }
    } else {
      throw new IllegalArgumentException("A linear model cannot read " + column + ".");
    }
  }

  private void reserve(int length) {
    if (ids.length - count < length) {
      int room = Math.max(Math.addExact(count, length), (int) Math.min(1 << 30, 2L * ids.length));
      ids = Arrays.copyOf(ids, room);
      values = Arrays.copyOf(values, room);
    }
  }

  int width() {
    return width;
  }

  /** The number of ids of all rows. */
  int size() {
    return count;
  }

  int[] ids() {
    return ids;
  }

  float[] values() {
    return values;
  }

  /** The place of a row's first id. */
  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** The place after a row's last id. */
  int end(int row) {
    return ends[row];
  }
}
