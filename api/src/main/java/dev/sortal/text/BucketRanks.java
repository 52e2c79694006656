package dev.sortal.text;

/** Numbers buckets that have a count one after the other; immutable. */
final class BucketRanks {
  /** Of no bucket. */
  static final BucketRanks NONE = new BucketRanks(new long[0], new int[] {0});

  /** A bit for each bucket. */
  private final long[] bits;

  /** How many bits are set before each word, and at the end in all. */
  private final int[] before;

  private BucketRanks(long[] bits, int[] before) {
    this.bits = bits;
    this.before = before;
  }

  static BucketRanks of(int[] counts) {
    long[] bits = new long[(counts.length + Long.SIZE - 1) / Long.SIZE];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        bits[bucket / Long.SIZE] |= 1L << bucket;
      }
    }
    int[] before = new int[bits.length + 1];
    for (int word = 0; word < bits.length; word++) {
      before[word + 1] = before[word] + Long.bitCount(bits[word]);
    }
    return new BucketRanks(bits, before);
  }

  int size() {
    return before[bits.length];
  }

  /** The number of buckets with a count below that one. */
  int of(int bucket) {
    int word = bucket / Long.SIZE;
    return before[word] + Long.bitCount(bits[word] & ((1L << bucket) - 1));
  }
}
