package dev.sortal.data;

import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Rows of token ids in two flat arrays.
 *
 * <pre>{@code
 * IdColumn.Builder builder = new IdColumn.Builder();
 * builder.id(7);
 * builder.id(9);
 * builder.endRow();
 * IdColumn column = builder.finish();
 * }</pre>
 */
public final class IdColumn implements EncodedColumn {
  private final int[] ids;
  private final int[] offsets;
  private final int rows;

  private IdColumn(int[] ids, int[] offsets, int rows) {
    this.ids = ids;
    this.offsets = offsets;
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** The id at a place of a row, both from 0. */
  public int id(int row, int place) {
    return ids[offsets[row] + place];
  }

  @Override
  public Reader reader() {
    return new IdReader();
  }

  private final class IdReader implements Reader {
    private IntBuffer batchIds = direct(1024);
    private IntBuffer batchOffsets = direct(64);

    @Override
    public Column read(int[] selected, int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += length(selected[i]);
      }
      if (batchIds.capacity() < count) {
        batchIds = direct(count + count / 2);
      }
      if (batchOffsets.capacity() < to - from + 1) {
        batchOffsets = direct(to - from + 1);
      }
      int end = 0;
      batchOffsets.put(0, 0);
      for (int i = from; i < to; i++) {
        int row = selected[i];
        int length = length(row);
        batchIds.put(end, ids, offsets[row], length);
        end += length;
        batchOffsets.put(i - from + 1, end);
      }
      return new Column.Ids(batchIds, batchOffsets);
    }

    private static IntBuffer direct(int size) {
      return ByteBuffer.allocateDirect(size * Integer.BYTES)
          .order(ByteOrder.nativeOrder())
          .asIntBuffer();
    }
  }

  /** Takes ids in row by row; for one thread. */
  public static final class Builder {
    private int[] ids = new int[256];
    private int[] offsets = new int[17];
    private int count;
    private int rows;

    /** Appends an id to the row in the making. */
    public void id(int id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, grown(count));
      }
      ids[count++] = id;
    }

    /** Ends the row in the making, which may be empty, and begins the next. */
    public void endRow() {
      rows++;
      if (rows == offsets.length) {
        offsets = Arrays.copyOf(offsets, grown(rows));
      }
      offsets[rows] = count;
    }

    /** The rows so far, without a copy; the builder begins again with none. */
    public IdColumn finish() {
      IdColumn column = new IdColumn(ids, offsets, rows);
      ids = new int[256];
      offsets = new int[17];
      count = 0;
      rows = 0;
      return column;
    }

    private static int grown(int size) {
      long grown = size + (size >> 1) + 16L;
      if (grown > Integer.MAX_VALUE - 8) {
        if (size == Integer.MAX_VALUE - 8) {
          throw new IllegalStateException(
              "An encoded set holds at most 2147483639 ids. Use fewer rows or a shorter maxLength.");
        }
        grown = Integer.MAX_VALUE - 8;
      }
      return (int) grown;
    }
  }
}
