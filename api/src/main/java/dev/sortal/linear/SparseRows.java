package dev.sortal.linear;

import dev.sortal.data.EncodedSet;
import dev.sortal.spec.Input;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows of weighted ids in flat arrays; immutable and safe for threads.
 *
 * <p>Several columns of a set have ids one after the other: those of the second begin where those
 * of the first end. A column of numbers has an id for each number.
 *
 * <pre>{@code
 * SparseRows rows = SparseRows.read(set, inputs, 1L << 28).orElseThrow();
 * }</pre>
 */
public final class SparseRows {
  private static final int ROWS_AT_ONCE = 256;
  private static final int MOST = Integer.MAX_VALUE - 8;

  final int width;
  final int[] ids;
  final float[] values;
  final int[] offsets;

  private SparseRows(int width, int[] ids, float[] values, int[] offsets) {
    this.width = width;
    this.ids = ids;
    this.values = values;
    this.offsets = offsets;
  }

  /**
   * The rows of a set, or nothing if they take more memory than that.
   *
   * @param inputs those of the set's columns, each of single bags or of one axis of numbers
   * @param bytes the most that ids and values may take
   * @throws IllegalArgumentException if an input is of another kind
   */
  public static Optional<SparseRows> read(EncodedSet set, List<Input> inputs, long bytes) {
    RowBatch batch = new RowBatch(inputs);
    long most = Math.min(MOST, bytes / (Integer.BYTES + Float.BYTES));
    int[] ids = new int[(int) Math.min(most, 1024)];
    float[] values = new float[ids.length];
    int[] offsets = new int[set.rows() + 1];
    EncodedSet.Reader reader = set.reader(0);
    int count = 0;
    for (int from = 0; from < set.rows(); from += ROWS_AT_ONCE) {
      int[] rows = range(from, Math.min(set.rows(), from + ROWS_AT_ONCE));
      batch.load(reader.read(rows, 0, rows.length).batch());
      if (count + (long) batch.size() > most) {
        return Optional.empty();
      }
      if (ids.length < count + batch.size()) {
        int room = (int) Math.min(most, Math.max(2L * ids.length, count + (long) batch.size()));
        ids = Arrays.copyOf(ids, room);
        values = Arrays.copyOf(values, room);
      }
      System.arraycopy(batch.ids(), 0, ids, count, batch.size());
      System.arraycopy(batch.values(), 0, values, count, batch.size());
      for (int i = 0; i < rows.length; i++) {
        offsets[from + i + 1] = count + batch.end(i);
      }
      count += batch.size();
    }
    return Optional.of(new SparseRows(batch.width(), ids, values, offsets));
  }

  private static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }

  /** The number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  /** The number of different ids. */
  public int width() {
    return width;
  }

  double dot(int row, double[] weights) {
    double sum = 0;
    for (int i = offsets[row]; i < offsets[row + 1]; i++) {
      sum += values[i] * weights[ids[i]];
    }
    return sum;
  }

  /** Adds a multiple of a row. */
  void addTo(double[] weights, int row, double factor) {
    for (int i = offsets[row]; i < offsets[row + 1]; i++) {
      weights[ids[i]] += factor * values[i];
    }
  }

  /** |x|^2 of every row; an id may occur several times in a row. */
  double[] squares() {
    double[] squares = new double[rows()];
    double[] sums = new double[width];
    for (int row = 0; row < squares.length; row++) {
      addTo(sums, row, 1);
      squares[row] = dot(row, sums);
      for (int i = offsets[row]; i < offsets[row + 1]; i++) {
        sums[ids[i]] = 0;
      }
    }
    return squares;
  }
}
