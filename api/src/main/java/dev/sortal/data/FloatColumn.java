package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.StoredColumn;
import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Rows of numbers, all of one width, in a flat array.
 *
 * <pre>{@code
 * FloatColumn.Builder builder = new FloatColumn.Builder(2);
 * builder.add(new float[] {0.5f, 1});
 * FloatColumn column = builder.finish();
 * }</pre>
 */
public final class FloatColumn implements EncodedColumn {
  private final float[] values;
  private final int width;
  private final int rows;

  private FloatColumn(float[] values, int width, int rows) {
    this.values = values;
    this.width = width;
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public IntUnaryOperator positions() {
    return row -> 0;
  }

  /** The value at a place of a row, both from 0. */
  public float value(int row, int place) {
    return values[row * width + place];
  }

  @Override
  public Reader reader(int pass) {
    BatchFloats batch = new BatchFloats();
    return (selected, from, to) -> {
      batch.begin((to - from) * width);
      for (int i = from; i < to; i++) {
        batch.append(values, selected[i] * width, width);
      }
      return batch.column();
    };
  }

  /**
   * The rows that builders stored: runs of zeros and of other numbers by turns, to the full width.
   *
   * @param width the numbers of a row
   */
  public static EncodedColumn stored(StoredColumn rows, int width) {
    return new StoredFloats(rows, width);
  }

  private record StoredFloats(StoredColumn stored, int width) implements EncodedColumn {
    @Override
    public int rows() {
      return stored.rows();
    }

    @Override
    public IntUnaryOperator positions() {
      return row -> 0;
    }

    @Override
    public Reader reader(int pass) {
      BatchFloats batch = new BatchFloats();
      RowCursor cursor = stored.cursor();
      return (selected, from, to) -> {
        batch.begin(Math.multiplyExact(to - from, width));
        for (int i = from; i < to; i++) {
          cursor.row(selected[i]);
          batch.append(cursor, width);
        }
        return batch.column();
      };
    }
  }

  /** The reused direct buffer of one batch. */
  private static final class BatchFloats {
    private FloatBuffer buffer = FloatBuffer.allocate(0);
    private int end;

    void begin(int count) {
      if (buffer.capacity() < count) {
        buffer =
            ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      end = 0;
    }

    void append(float[] from, int offset, int length) {
      buffer.put(end, from, offset, length);
      end += length;
    }

    void append(RowCursor row, int width) {
      int rowEnd = end + width;
      while (end < rowEnd) {
        for (int zeros = row.varint(); zeros > 0; zeros--) {
          buffer.put(end++, 0);
        }
        for (int numbers = row.varint(); numbers > 0; numbers--) {
          buffer.put(end++, row.float32());
        }
      }
    }

    Column column() {
      return new Column.Floats(buffer);
    }
  }

  /** Takes rows in; for one thread. */
  public static final class Builder {
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int width;
    private float[] values = new float[0];
    private int rows;
    private final BatchFloats batch = new BatchFloats();

    /**
     * A builder of rows of that width.
     *
     * @param width the numbers of a row, at least 1
     */
    public Builder(int width) {
      this.width = width;
    }

    /** Appends a row; the array is copied. */
    public void add(float[] row) {
      long needed = (rows + 1L) * width;
      if (needed > values.length) {
        if (needed > MOST) {
          throw new IllegalStateException(
              "An encoded set holds at most " + MOST + " numbers. Use fewer rows or columns.");
        }
        values = Arrays.copyOf(values, (int) Math.min(MOST, needed + needed / 2 + 16));
      }
      System.arraycopy(row, 0, values, rows * width, width);
      rows++;
    }

    /** The rows so far, without a copy; the builder begins again with none. */
    public FloatColumn finish() {
      FloatColumn column = new FloatColumn(values, width, rows);
      values = new float[0];
      rows = 0;
      return column;
    }

    /** The rows so far in a buffer that is valid until the next call; begins again with none. */
    public Column read() {
      batch.begin(rows * width);
      batch.append(values, 0, rows * width);
      rows = 0;
      return batch.column();
    }

    /**
     * Writes the only row so far, without ending it; begins again with none.
     *
     * @throws IllegalStateException if there is not exactly one row
     */
    public void store(RowBytes row) {
      EncodedColumn.requireOneRow(rows);
      int at = 0;
      while (at < width) {
        int zeros = at;
        while (at < width && isZero(values[at])) {
          at++;
        }
        row.varint(at - zeros);
        int first = at;
        while (at < width && !isZero(values[at])) {
          at++;
        }
        row.varint(at - first);
        for (int i = first; i < at; i++) {
          row.float32(values[i]);
        }
      }
      rows = 0;
    }

    /** Zero to the bit: the negative one is a number of its own. */
    private static boolean isZero(float value) {
      return Float.floatToRawIntBits(value) == 0;
    }
  }
}
