package dev.sortal.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the rows of a {@link StoredColumn} in any order; for one thread.
 *
 * <pre>{@code
 * RowCursor cursor = column.cursor();
 * cursor.row(17);
 * while (cursor.remaining() > 0) {
 *   System.out.println(cursor.varint());
 * }
 * }</pre>
 */
public final class RowCursor {
  private final StoredColumn column;
  private RowBlock block;
  private ByteBuffer bytes;
  private int at;
  private int end;

  RowCursor(StoredColumn column, RowBlock first) {
    this.column = column;
    this.block = first;
    this.bytes = first.bytes();
  }

  /**
   * Goes to the beginning of a row.
   *
   * @param row from 0
   */
  public void row(int row) {
    if (!block.holds(row)) {
      block = column.block(row);
      bytes = block.bytes();
    }
    int offsets = block.start(column.number());
    int place = offsets + (row - block.firstRow()) * Integer.BYTES;
    int data = offsets + (block.rows() + 1) * Integer.BYTES;
    at = data + bytes.getInt(place);
    end = data + bytes.getInt(place + Integer.BYTES);
  }

  /** The bytes of the row that were not read yet. */
  public int remaining() {
    return end - at;
  }

  /** Reads what {@link RowBytes#varint} wrote. */
  public int varint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get(at++);
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** How many numbers are left of a row that holds nothing but what {@link #varint} reads. */
  public int varints() {
    int count = 0;
    for (int i = at; i < end; i++) {
      count += bytes.get(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Passes over that many bytes. */
  public void skip(int count) {
    at += count;
  }

  /** Reads what {@link RowBytes#float32} wrote. */
  public float float32() {
    float value = bytes.getFloat(at);
    at += Float.BYTES;
    return value;
  }

  /** Reads what {@link RowBytes#float64} wrote. */
  public double float64() {
    double value = bytes.getDouble(at);
    at += Double.BYTES;
    return value;
  }

  /** Fills the array with the next bytes. */
  public void bytes(byte[] into) {
    bytes.get(at, into);
    at += into.length;
  }

  /** Reads what {@link RowBytes#text} wrote. */
  public String text() {
    byte[] utf8 = new byte[varint()];
    bytes(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Writes what was not read yet to a row in the making. */
  public void copyTo(RowBytes row) {
    byte[] rest = new byte[remaining()];
    bytes(rest);
    row.bytes(rest);
  }
}
