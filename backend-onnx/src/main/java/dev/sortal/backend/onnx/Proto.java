package dev.sortal.backend.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message in protobuf's wire format, in the making: varints and length-delimited fields. */
final class Proto {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private byte[] bytes = new byte[128];
  private int size;

  /** A whole number. */
  Proto integer(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  /** A 32-bit float. */
  Proto decimal(int field, float value) {
    varint((long) field << 3 | FIXED_32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      put((byte) (bits >>> shift));
    }
    return this;
  }

  /** A text in UTF-8. */
  Proto text(int field, String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return data(field, encoded, encoded.length);
  }

  /** A message within this one. */
  Proto message(int field, Proto value) {
    return data(field, value.bytes, value.size);
  }

  /** The first bytes of an array. */
  Proto data(int field, byte[] value, int length) {
    varint((long) field << 3 | DELIMITED);
    varint(length);
    reserve(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
    return this;
  }

  byte[] toByteArray() {
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
