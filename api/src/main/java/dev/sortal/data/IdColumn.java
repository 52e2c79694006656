package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.StoredColumn;
import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

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
  public IntUnaryOperator positions() {
    return this::length;
  }

  /** The number of ids of a row. */
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** The id at a place of a row, both from 0. */
  public int id(int row, int place) {
    return ids[offsets[row] + place];
  }

  @Override
  public Reader reader(int pass) {
    return new IdReader();
  }

  /** The rows that builders stored: ids of one to five bytes, to the end of the row. */
  public static EncodedColumn stored(StoredColumn rows) {
    return new StoredIds(rows);
  }

  private record StoredIds(StoredColumn stored) implements EncodedColumn {
    @Override
    public int rows() {
      return stored.rows();
    }

    @Override
    public IntUnaryOperator positions() {
      RowCursor cursor = stored.cursor();
      return row -> {
        cursor.row(row);
        return cursor.varints();
      };
    }

    @Override
    public Reader reader(int pass) {
      BatchIds batch = new BatchIds();
      RowCursor cursor = stored.cursor();
      return (selected, from, to) -> {
        int most = 0;
        for (int i = from; i < to; i++) {
          cursor.row(selected[i]);
          most = Math.addExact(most, cursor.remaining());
        }
        batch.begin(to - from, most);
        for (int i = from; i < to; i++) {
          cursor.row(selected[i]);
          batch.append(cursor);
        }
        return batch.column();
      };
    }
  }

  private final class IdReader implements Reader {
    private final BatchIds batch = new BatchIds();

    @Override
    public Column read(int[] selected, int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += length(selected[i]);
      }
      batch.begin(to - from, count);
      for (int i = from; i < to; i++) {
        batch.append(ids, offsets[selected[i]], length(selected[i]));
      }
      return batch.column();
    }
  }

  /** The reused direct buffers of one batch. */
  private static final class BatchIds {
    private IntBuffer ids = direct(256);
    private IntBuffer offsets = direct(64);
    private int rows;
    private int end;

    void begin(int rowCount, int idCount) {
      if (ids.capacity() < idCount) {
        ids = direct(idCount + idCount / 2);
      }
      if (offsets.capacity() < rowCount + 1) {
        offsets = direct(rowCount + 1);
      }
      rows = 0;
      end = 0;
      offsets.put(0, 0);
    }

    void append(int[] from, int offset, int length) {
      ids.put(end, from, offset, length);
      end += length;
      offsets.put(++rows, end);
    }

    void append(RowCursor row) {
      while (row.remaining() > 0) {
        ids.put(end++, row.varint());
      }
      offsets.put(++rows, end);
    }

    Column column() {
      return new Column.Ids(ids, offsets);
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
    private final BatchIds batch = new BatchIds();

    /** Appends an id to the row in the making. */
    public void id(int id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, grown(count));
      }
      ids[count++] = id;
    }

    /** Appends from[offset..offset + length) to the row in the making. */
    public void ids(int[] from, int offset, int length) {
      while (ids.length - count < length) {
        ids = Arrays.copyOf(ids, grown(ids.length));
      }
      System.arraycopy(from, offset, ids, count, length);
      count += length;
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
      clear();
      return column;
    }

    /** The rows so far in buffers that are valid until the next call; begins again with none. */
    public Column read() {
      batch.begin(rows, count);
      for (int row = 0; row < rows; row++) {
        batch.append(ids, offsets[row], offsets[row + 1] - offsets[row]);
      }
      clear();
      return batch.column();
    }

    /**
     * Writes the only row so far, without ending it; begins again with none.
     *
     * @throws IllegalStateException if there is not exactly one row
     */
    public void store(RowBytes row) {
      EncodedColumn.requireOneRow(rows);
      for (int i = 0; i < count; i++) {
        row.varint(ids[i]);
      }
      clear();
    }

    /** Forgets all rows and the row in the making. */
    public void clear() {
      count = 0;
      rows = 0;
    }

    private static int grown(int size) {
      long grown = 2L * size + 16;
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
