package dev.sortal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message of Protocol Buffers in the making: fields are written in the order of the calls; for
 * one thread.
 *
 * <p>The encoding is that of protobuf.dev/programming-guides/encoding.
 *
 * <pre>{@code
 * byte[] bytes = new Proto().integer(1, 7).text(2, "seven").toByteArray();
 * }</pre>
 */
public final class Proto {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private byte[] bytes = new byte[128];
  private int size;

  /** A whole number. */
  public Proto integer(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  /** A 32-bit float. */
  public Proto single(int field, float value) {
    varint((long) field << 3 | FIXED_32);
    fixed(Float.floatToRawIntBits(value), Float.SIZE);
    return this;
  }

  /** A 64-bit float. */
  public Proto real(int field, double value) {
    varint((long) field << 3 | FIXED_64);
    fixed(Double.doubleToRawLongBits(value), Double.SIZE);
    return this;
  }

  /** 64-bit floats of one field, packed. */
  public Proto reals(int field, double[] values) {
    varint((long) field << 3 | DELIMITED);
    varint((long) values.length * Double.BYTES);
    for (double value : values) {
      fixed(Double.doubleToRawLongBits(value), Double.SIZE);
    }
    return this;
  }

  /** A text in UTF-8. */
  public Proto text(int field, String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return data(field, encoded, encoded.length);
  }

  /** A message within this one. */
  public Proto message(int field, Proto value) {
    return data(field, value.bytes, value.size);
  }

  /** The first bytes of an array. */
  public Proto data(int field, byte[] value, int length) {
    varint((long) field << 3 | DELIMITED);
    varint(length);
    reserve(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
    return this;
  }

  /** What was written so far, as a copy. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  /** The lowest bits, little-endian. */
  private void fixed(long bits, int count) {
    for (int shift = 0; shift < count; shift += 8) {
      put((byte) (bits >>> shift));
    }
  }

  private void put(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      long grown = Math.max((long) size + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(grown));
    }
  }
}
