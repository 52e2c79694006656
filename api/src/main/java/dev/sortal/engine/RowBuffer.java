package dev.sortal.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Native memory for the rows of a batch, all of one shape, that grows to the largest batch seen.
 *
 * <p>Direct, of native order, seen as 32-bit whole numbers or as floats. For one thread.
 *
 * <pre>{@code
 * RowBuffer logits = new RowBuffer(classes);
 * logits.reserve(32);
 * logits.floats().put(0, values);
 * }</pre>
 */
public final class RowBuffer {
  private int[] dimensions;
  private int rowSize;
  private ByteBuffer bytes;
  private IntBuffer ints;
  private FloatBuffer floats;

  /** An empty buffer for rows of that shape; no dimension means one number a row. */
  public RowBuffer(int... dimensions) {
    this.dimensions = dimensions.clone();
    this.rowSize = size(dimensions);
    this.bytes = ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
    this.ints = bytes.asIntBuffer();
    this.floats = bytes.asFloatBuffer();
  }

  private static int size(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** Takes the memory for rows of another shape, which stands until the next call of this. */
  public void reshape(int... rowDimensions) {
    dimensions = rowDimensions.clone();
    rowSize = size(rowDimensions);
  }

  /**
   * Makes room for that many rows; where more memory is needed the content is lost.
   *
   * @return whether the memory is another one now, so that what was made over it must be made anew
   */
  public boolean reserve(int rows) {
    int size = Math.multiplyExact(rows, rowSize);
    if (floats.capacity() >= size) {
      return false;
    }
    bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    ints = bytes.asIntBuffer();
    floats = bytes.asFloatBuffer();
    return true;
  }

  /** The numbers of a row. */
  public int rowSize() {
    return rowSize;
  }

  /** The shape of that many rows: {@code [rows, dimensions..]}. */
  public long[] shape(int rows) {
    long[] shape = new long[dimensions.length + 1];
    shape[0] = rows;
    for (int i = 0; i < dimensions.length; i++) {
      shape[i + 1] = dimensions[i];
    }
    return shape;
  }

  /** The memory as whole numbers, from index 0; valid until the next {@link #reserve}. */
  public IntBuffer ints() {
    return ints;
  }

  /** The memory as floats, from index 0; valid until the next {@link #reserve}. */
  public FloatBuffer floats() {
    return floats;
  }

  /** The first rows as bytes of native order, alone. */
  public ByteBuffer bytes(int rows) {
    return bytes.duplicate().order(ByteOrder.nativeOrder()).limit(rows * rowSize * Float.BYTES);
  }

  /** The first rows as whole numbers, alone. */
  public IntBuffer ints(int rows) {
    return ints.duplicate().limit(rows * rowSize);
  }

  /** The first rows as floats, alone. */
  public FloatBuffer floats(int rows) {
    return floats.duplicate().limit(rows * rowSize);
  }
}
