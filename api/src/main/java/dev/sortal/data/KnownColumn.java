package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.StoredColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The column of a stored set that holds what is known of each row: the number of its labels, these,
 * and its weight where it is not 1.
 */
final class KnownColumn {
  private KnownColumn() {}

  /** Writes the row of an example, with numbers for its labels. */
  static void write(RowBytes row, int[] labels, double weight) {
    row.varint(labels.length);
    for (int label : labels) {
      row.varint(label);
    }
    if (weight != 1) {
      row.float64(weight);
    }
  }

  /** Writes a row as {@link #write} wrote it, with other numbers for its labels. */
  static void renumber(RowCursor draft, int[] numbers, RowBytes row) {
    int[] labels = labels(draft);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = numbers[labels[i]];
    }
    write(row, labels, weight(draft));
  }

  private static int[] labels(RowCursor row) {
    int[] labels = new int[row.varint()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = row.varint();
    }
    return labels;
  }

  private static double weight(RowCursor row) {
    return row.remaining() > 0 ? row.float64() : 1;
  }

  /** The one class of each row. */
  static Truth.One classes(StoredColumn column) {
    int[] classes = new int[column.rows()];
    RowCursor row = column.cursor();
    for (int i = 0; i < classes.length; i++) {
      row.row(i);
      classes[i] = row.varint() == 0 ? Truth.UNKNOWN : row.varint();
    }
    return new Truth.One(classes);
  }

  /** The labels of each row; rows of equal labels share an array. */
  static Truth.Several labels(StoredColumn column, int count) {
    int[][] labels = new int[column.rows()][];
    Map<List<Integer>, int[]> shared = new HashMap<>();
    RowCursor row = column.cursor();
    for (int i = 0; i < labels.length; i++) {
      row.row(i);
      int[] own = labels(row);
      labels[i] = shared.computeIfAbsent(Arrays.stream(own).boxed().toList(), unused -> own);
    }
    return new Truth.Several(labels, count);
  }

  /**
   * The factor of each row's loss.
   *
   * @param factor what the weight of each row is multiplied with
   */
  static float[] weights(StoredColumn column, IntToDoubleFunction factor) {
    float[] weights = new float[column.rows()];
    RowCursor row = column.cursor();
    for (int i = 0; i < weights.length; i++) {
      row.row(i);
      for (int count = row.varint(); count > 0; count--) {
        row.varint();
      }
      weights[i] = (float) (weight(row) * factor.applyAsDouble(i));
    }
    return weights;
  }
}
