package dev.sortal.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * MurmurHash3 in its form of 128 bits for 64-bit machines, over a sequence of texts, numbers and
 * bytes; reused from one sequence to the next.
 *
 * <p>Austin Appleby's public-domain algorithm {@code MurmurHash3_x64_128}. Texts are hashed as
 * UTF-16, and each with its length, so that {@code "ab", "c"} and {@code "a", "bc"} differ. The
 * hash is the same on every machine and in every version. It is no cryptographic one: who wants to,
 * finds two texts of equal hash. Not thread-safe.
 *
 * <pre>{@code
 * Hash128 hash = new Hash128();
 * hash.begin().add("what a day").add(3).end();
 * table.add(hash.high(), hash.low());
 * }</pre>
 */
public final class Hash128 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long C1 = 0x87C37B91114253D5L;
  private static final long C2 = 0x4CF5AD432745937FL;

  private byte[] bytes = new byte[1024];
  private int length;
  private long high;
  private long low;

  /** Begins a sequence. */
  public Hash128 begin() {
    length = 0;
    return this;
  }

  /** The next is a text. */
  public Hash128 add(String text) {
    int chars = text.length();
    add((long) chars);
    reserve(2L * chars);
    for (int i = 0; i < chars; i++) {
      append(text.charAt(i));
    }
    return this;
  }

  /** The next is the text chars[start..end). */
  public Hash128 add(char[] chars, int start, int end) {
    add((long) end - start);
    reserve(2L * (end - start));
    for (int i = start; i < end; i++) {
      append(chars[i]);
    }
    return this;
  }

  private void append(char c) {
    bytes[length++] = (byte) c;
    bytes[length++] = (byte) (c >>> 8);
  }

  /** The next is a number. */
  public Hash128 add(long number) {
    reserve(Long.BYTES);
    LONGS.set(bytes, length, number);
    length += Long.BYTES;
    return this;
  }

  /** The next are bytes. */
  public Hash128 add(byte[] content) {
    add((long) content.length);
    reserve(content.length);
    System.arraycopy(content, 0, bytes, length, content.length);
    length += content.length;
    return this;
  }

  private void reserve(long more) {
    if (more > bytes.length - length) {
      long doubled = Math.max(2L * bytes.length, length + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
    }
  }

  /** Ends the sequence: its hash can be read until the next one ends. */
  public Hash128 end() {
    hash(bytes, length, 0);
    return this;
  }

  /** The first 64 bits of the hash. */
  public long high() {
    return high;
  }

  /** The second 64 bits of the hash. */
  public long low() {
    return low;
  }

  /** The algorithm itself, over bytes alone. */
  void hash(byte[] data, int length, int seed) {
    long h1 = seed & 0xFFFFFFFFL;
    long h2 = h1;
    int blocks = length & -16;
    for (int i = 0; i < blocks; i += 16) {
      h1 ^= mixFirst((long) LONGS.get(data, i));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52DCE729;
      h2 ^= mixSecond((long) LONGS.get(data, i + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495AB5;
    }
    // An absent byte counts as 0, and 0 is mixed to 0.
    h1 ^= mixFirst(tail(data, blocks, Math.min(length, blocks + 8)));
    h2 ^= mixSecond(tail(data, blocks + 8, length));
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    h1 = avalanche(h1);
    h2 = avalanche(h2);
    h1 += h2;
    h2 += h1;
    high = h1;
    low = h2;
  }

  private static long mixFirst(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixSecond(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long tail(byte[] data, int from, int end) {
    long k = 0;
    for (int i = end - 1; i >= from; i--) {
      k = k << 8 | (data[i] & 0xFF);
    }
    return k;
  }

  private static long avalanche(long bits) {
    long k = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    k = (k ^ (k >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return k ^ (k >>> 33);
  }
}
