package dev.sortal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of rows in the making: small whole numbers take one byte, each row ends where the next
 * begins. For one thread; a {@link RowCursor} reads them.
 *
 * <pre>{@code
 * RowBytes row = new RowBytes();
 * row.varint(7);
 * row.float32(0.5f);
 * row.endRow();
 * }</pre>
 */
public final class RowBytes {
  private static final int MOST = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[4096];
  private int size;
  private int[] ends = new int[256];
  private int rows;

  /** Appends a number of 1 byte below 128, of 2 below 16,384, of 5 where it is negative. */
  public void varint(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Appends a number of 4 bytes, to the bit. */
  public void float32(float value) {
    reserve(Float.BYTES);
    size = put(size, Float.floatToRawIntBits(value), Float.BYTES);
  }

  /** Appends a number of 8 bytes, to the bit. */
  public void float64(double value) {
    reserve(Double.BYTES);
    size = put(size, Double.doubleToRawLongBits(value), Double.BYTES);
  }

  private int put(int at, long bits, int count) {
    for (int i = 0; i < count; i++) {
      bytes[at + i] = (byte) (bits >>> 8 * i);
    }
    return at + count;
  }

  /** Appends these bytes, without their number. */
  public void bytes(byte[] from) {
    reserve(from.length);
    System.arraycopy(from, 0, bytes, size, from.length);
    size += from.length;
  }

  /** Appends a text with its length. */
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    bytes(utf8);
  }

  /** Ends the row in the making, which may be empty, and begins the next. */
  public void endRow() {
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, rows * 2);
    }
    ends[rows++] = size;
  }

  int size() {
    return size;
  }

  int rows() {
    return rows;
  }

  /** How many bytes {@link #writeTo} writes. */
  long written() {
    return (rows + 1L) * Integer.BYTES + size;
  }

  /** Writes rows + 1 offsets and the rows, and begins again with none. */
  int writeTo(byte[] block, int at) {
    int position = Ints.put(block, at, 0);
    for (int row = 0; row < rows; row++) {
      position = Ints.put(block, position, ends[row]);
    }
    System.arraycopy(bytes, 0, block, position, size);
    position += size;
    size = 0;
    rows = 0;
    return position;
  }

  private void reserve(int count) {
    if (count > bytes.length - size) {
      if (count > MOST - size) {
        throw new IllegalStateException(
            "A row is too long: expected at most " + MOST + " bytes in a block of rows, got more.");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(bytes.length * 2L, size + count)));
    }
  }

  /** Whole numbers in files: four bytes, the lowest first. */
  static final class Ints {
    private Ints() {}

    static int put(byte[] into, int at, int value) {
      into[at] = (byte) value;
      into[at + 1] = (byte) (value >>> 8);
      into[at + 2] = (byte) (value >>> 16);
      into[at + 3] = (byte) (value >>> 24);
      return at + Integer.BYTES;
    }
  }
}
