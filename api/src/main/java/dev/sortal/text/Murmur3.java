package dev.sortal.text;

/**
 * MurmurHash3 of 32 bits for x86, by Austin Appleby: the buckets of n-grams follow from it, so it
 * stays as it is forever.
 */
final class Murmur3 {
  private static final int FIRST = 0xcc9e2d51;
  private static final int SECOND = 0x1b873593;

  private Murmur3() {}

  /** The hash of bytes[from..to). */
  static int hash(byte[] bytes, int from, int to, int seed) {
    int hash = seed;
    int at = from;
    for (; at + 4 <= to; at += 4) {
      int block =
          (bytes[at] & 0xff)
              | (bytes[at + 1] & 0xff) << 8
              | (bytes[at + 2] & 0xff) << 16
              | bytes[at + 3] << 24;
      hash = Integer.rotateLeft(hash ^ mix(block), 13) * 5 + 0xe6546b64;
    }
    int rest = 0;
    for (int shift = 0; at < to; at++, shift += 8) {
      rest |= (bytes[at] & 0xff) << shift;
    }
    hash ^= mix(rest) ^ (to - from);
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  private static int mix(int block) {
    return Integer.rotateLeft(block * FIRST, 15) * SECOND;
  }
}
