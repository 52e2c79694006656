package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.StoredColumn;
import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Rows of bags of weighted ids in flat arrays, for {@link dev.sortal.spec.Input.Bags}.
 *
 * <pre>{@code
 * BagColumn.Builder builder = new BagColumn.Builder(0); // one bag a row
 * builder.id(7, 0.5f);
 * builder.id(9, 1);
 * builder.endRow();
 * BagColumn column = builder.finish();
 * }</pre>
 */
public final class BagColumn implements EncodedColumn {
  private final int[] ids;
  private final float[] weights;
  private final int[] bagOffsets;
  private final int[] rowOffsets;
  private final int rows;

  private BagColumn(int[] ids, float[] weights, int[] bagOffsets, int[] rowOffsets, int rows) {
    this.ids = ids;
    this.weights = weights;
    this.bagOffsets = bagOffsets;
    this.rowOffsets = rowOffsets;
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public IntUnaryOperator positions() {
    return this::bags;
  }

  /** The number of ids in all bags of a row. */
  public int length(int row) {
    return bagOffsets[rowOffsets[row + 1]] - bagOffsets[rowOffsets[row]];
  }

  /** The number of bags of a row. */
  public int bags(int row) {
    return rowOffsets[row + 1] - rowOffsets[row];
  }

  /** The number of ids in a bag of a row, both from 0. */
  public int length(int row, int bag) {
    int index = rowOffsets[row] + bag;
    return bagOffsets[index + 1] - bagOffsets[index];
  }

  /** The id at a place of a bag of a row, all from 0. */
  public int id(int row, int bag, int place) {
    return ids[bagOffsets[rowOffsets[row] + bag] + place];
  }

  /** The weight of the id at a place of a bag of a row, all from 0. */
  public float weight(int row, int bag, int place) {
    return weights[bagOffsets[rowOffsets[row] + bag] + place];
  }

  @Override
  public Reader reader(int pass) {
    BatchBags batch = new BatchBags();
    return (selected, from, to) -> {
      int bags = 0;
      int count = 0;
      for (int i = from; i < to; i++) {
        bags = Math.addExact(bags, bags(selected[i]));
        count = Math.addExact(count, length(selected[i]));
      }
      batch.begin(to - from, bags, count);
      for (int i = from; i < to; i++) {
        int first = rowOffsets[selected[i]];
        batch.append(ids, weights, bagOffsets, first, bags(selected[i]));
        batch.endRow();
      }
      return batch.column();
    };
  }

  /**
   * The rows that builders stored: for each bag twice the number of its ids, 1 more if weights
   * other than 1 follow, and the ids.
   */
  public static EncodedColumn stored(StoredColumn rows) {
    return new StoredBags(rows);
  }

  private record StoredBags(StoredColumn stored) implements EncodedColumn {
    @Override
    public int rows() {
      return stored.rows();
    }

    @Override
    public IntUnaryOperator positions() {
      RowCursor cursor = stored.cursor();
      return row -> {
        cursor.row(row);
        int bags = 0;
        for (; cursor.remaining() > 0; bags++) {
          BatchBags.skip(cursor);
        }
        return bags;
      };
    }

    @Override
    public Reader reader(int pass) {
      BatchBags batch = new BatchBags();
      RowCursor cursor = stored.cursor();
      return (selected, from, to) -> {
        read(batch, cursor, selected, from, to);
        return batch.column();
      };
    }

    private static void read(BatchBags batch, RowCursor cursor, int[] selected, int from, int to) {
      int most = 0;
      for (int i = from; i < to; i++) {
        cursor.row(selected[i]);
        most = Math.addExact(most, cursor.remaining());
      }
      batch.begin(to - from, most, most);
      for (int i = from; i < to; i++) {
        cursor.row(selected[i]);
        while (cursor.remaining() > 0) {
          batch.append(cursor);
        }
        batch.endRow();
      }
    }
  }

  /** The reused direct buffers of one batch. */
  private static final class BatchBags {
    private IntBuffer ids = ints(1024);
    private FloatBuffer weights = floats(1024);
    private IntBuffer bagOffsets = ints(64);
    private IntBuffer rowOffsets = ints(64);
    private int count;
    private int bags;
    private int rows;

    void begin(int rowCount, int bagCount, int idCount) {
      if (ids.capacity() < idCount) {
        int room = (int) Math.min(Integer.MAX_VALUE / Integer.BYTES, idCount + idCount / 2L);
        ids = ints(room);
        weights = floats(room);
      }
      if (bagOffsets.capacity() < bagCount + 1) {
        bagOffsets = ints(bagCount + bagCount / 2 + 1);
      }
      if (rowOffsets.capacity() < rowCount + 1) {
        rowOffsets = ints(rowCount + 1);
      }
      count = 0;
      bags = 0;
      rows = 0;
      bagOffsets.put(0, 0);
      rowOffsets.put(0, 0);
    }

    /** Appends the bags [first, first + number) of these arrays. */
    void append(int[] fromIds, float[] fromWeights, int[] offsets, int first, int number) {
      int from = offsets[first];
      int length = offsets[first + number] - from;
      ids.put(count, fromIds, from, length);
      weights.put(count, fromWeights, from, length);
      for (int bag = 1; bag <= number; bag++) {
        bagOffsets.put(++bags, count + offsets[first + bag] - from);
      }
      count += length;
    }

    /** Appends the bag that the cursor stands on. */
    void append(RowCursor row) {
      int head = row.varint();
      int length = head >>> 1;
      for (int i = 0; i < length; i++) {
        ids.put(count + i, row.varint());
      }
      for (int i = 0; i < length; i++) {
        weights.put(count + i, (head & 1) == 1 ? row.float32() : 1);
      }
      count += length;
      bagOffsets.put(++bags, count);
    }

    /** Passes over the bag that the cursor stands on. */
    static void skip(RowCursor row) {
      int head = row.varint();
      for (int i = head >>> 1; i > 0; i--) {
        row.varint();
      }
      if ((head & 1) == 1) {
        row.skip((head >>> 1) * Float.BYTES);
      }
    }

    void endRow() {
      rowOffsets.put(++rows, bags);
    }

    Column column() {
      return new Column.Bags(ids, weights, bagOffsets, rowOffsets);
    }

    private static ByteBuffer direct(int size) {
      return ByteBuffer.allocateDirect(Math.multiplyExact(size, Integer.BYTES))
          .order(ByteOrder.nativeOrder());
    }

    private static IntBuffer ints(int size) {
      return direct(size).asIntBuffer();
    }

    private static FloatBuffer floats(int size) {
      return direct(size).asFloatBuffer();
    }
  }

  /** Takes ids in bag by bag and row by row; for one thread. */
  public static final class Builder {
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int positions;
    private int[] ids = new int[256];
    private float[] weights = new float[256];
    private int[] bagOffsets = new int[17];
    private int[] rowOffsets = new int[17];
    private int count;
    private int bags;
    private int rows;
    private final BatchBags batch = new BatchBags();

    /**
     * A builder of rows for an input of that many positions.
     *
     * @param positions the most bags of a row; 0 for one bag a row, which ends with its row
     * @throws IllegalArgumentException if positions is below 0
     */
    public Builder(int positions) {
      if (positions < 0) {
        throw new IllegalArgumentException(
            "positions must be 0 (one bag a row) or more, got " + positions + ".");
      }
      this.positions = positions;
    }

    /**
     * Appends an id to the bag in the making.
     *
     * @param id in [0, vocabulary) of the input, which the engine checks
     * @param weight its factor: finite
     * @throws IllegalArgumentException if the weight is infinite or not a number
     */
    public void id(int id, float weight) {
      if (!Float.isFinite(weight)) {
        throw new IllegalArgumentException(
            "The weight of an id in a bag must be finite, got " + weight + " for id " + id + ".");
      }
      if (count == ids.length) {
        int room = grown(count, "ids");
        ids = Arrays.copyOf(ids, room);
        weights = Arrays.copyOf(weights, room);
      }
      ids[count] = id;
      weights[count++] = weight;
    }

    /**
     * Ends the bag in the making, which may be empty, and begins the next of the row.
     *
     * @throws IllegalStateException if rows are of one bag, or the row is full
     */
    public void endBag() {
      if (positions == 0) {
        throw new IllegalStateException(
            "A row of one bag ends with endRow(), got endBag(). For several bags a row make the"
                + " builder with their number.");
      }
      if (bags - rowOffsets[rows] == positions) {
        throw new IllegalStateException(
            "Row "
                + rows
                + " has too many bags: expected at most "
                + positions
                + ", got one more.");
      }
      closeBag();
    }

    private void closeBag() {
      bags++;
      if (bags == bagOffsets.length) {
        bagOffsets = Arrays.copyOf(bagOffsets, grown(bags, "bags"));
      }
      bagOffsets[bags] = count;
    }

    /**
     * Ends the row in the making and begins the next. A row of bags at positions may have none.
     *
     * @throws IllegalStateException if ids were given since the last {@link #endBag}
     */
    public void endRow() {
      if (positions == 0) {
        closeBag();
      } else if (bagOffsets[bags] != count) {
        throw new IllegalStateException(
            "Row "
                + rows
                + " ends within a bag: expected endBag() before endRow(), got "
                + (count - bagOffsets[bags])
                + " ids since the last bag.");
      }
      rows++;
      if (rows == rowOffsets.length) {
        rowOffsets = Arrays.copyOf(rowOffsets, grown(rows, "rows"));
      }
      rowOffsets[rows] = bags;
    }

    /** The rows so far, without a copy; the builder begins again with none. */
    public BagColumn finish() {
      BagColumn column = new BagColumn(ids, weights, bagOffsets, rowOffsets, rows);
      ids = new int[256];
      weights = new float[256];
      bagOffsets = new int[17];
      rowOffsets = new int[17];
      clear();
      return column;
    }

    /** The rows so far in buffers that are valid until the next call; begins again with none. */
    public Column read() {
      batch.begin(rows, rowOffsets[rows], bagOffsets[rowOffsets[rows]]);
      for (int row = 0; row < rows; row++) {
        batch.append(
            ids, weights, bagOffsets, rowOffsets[row], rowOffsets[row + 1] - rowOffsets[row]);
        batch.endRow();
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
      for (int bag = 0; bag < bags; bag++) {
        store(row, bagOffsets[bag], bagOffsets[bag + 1]);
      }
      clear();
    }

    private void store(RowBytes row, int from, int to) {
      boolean isWeighted = false;
      for (int i = from; i < to; i++) {
        isWeighted |= weights[i] != 1;
      }
      row.varint(Math.multiplyExact(to - from, 2) + (isWeighted ? 1 : 0));
      for (int i = from; i < to; i++) {
        row.varint(ids[i]);
      }
      for (int i = from; isWeighted && i < to; i++) {
        row.float32(weights[i]);
      }
    }

    /** Forgets all rows and the row in the making. */
    public void clear() {
      count = 0;
      bags = 0;
      rows = 0;
    }

    private static int grown(int size, String what) {
      if (size >= MOST) {
        throw new IllegalStateException(
            "An encoded set holds at most " + MOST + " " + what + ". Use fewer rows or n-grams.");
      }
      return (int) Math.min(MOST, 2L * size + 16);
    }
  }
}
