package dev.sortal.duplicates;

import dev.sortal.tensor.SplitMix64;

/**
 * MinHash values of a set, joined to bands: two sets of Jaccard similarity s have a given band in
 * common with the probability s^rows.
 */
final class Bands {
  private static final int HASHES = 128;

  /** A pair that is just similar enough is missed with at most this probability. */
  private static final double MISSED = 1e-3;

  private final int count;
  private final int rows;
  private final long[] seeds;
  private final long[] smallest;
  private final long[] keys;

  Bands(double threshold, long seed) {
    int widest = 1;
    while (missed(threshold, widest + 1) <= MISSED) {
      widest++;
      if (widest == HASHES) {
        break;
      }
    }
    rows = widest;
    count = HASHES / rows;
    seeds = new long[count * rows];
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0x5ba9d));
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = random.next();
    }
    smallest = new long[seeds.length];
    keys = new long[2 * count];
  }

  /** The probability that two sets of that similarity have no band in common. */
  static double missed(double similarity, int rows) {
    int bands = HASHES / rows;
    return Math.pow(1 - Math.pow(similarity, rows), bands);
  }

  int count() {
    return count;
  }

  int rows() {
    return rows;
  }

  /** Reads a set, which must not be empty. */
  void read(Shingles set) {
    for (int i = 0; i < seeds.length; i++) {
      long least = Long.MAX_VALUE;
      long seed = seeds[i];
      for (int j = 0; j < set.count(); j++) {
        least = Math.min(least, SplitMix64.mix(set.get(j) ^ seed));
      }
      smallest[i] = least;
    }
    for (int band = 0; band < count; band++) {
      long high = band;
      long low = ~band;
      for (int i = band * rows; i < (band + 1) * rows; i++) {
        high = SplitMix64.mix(high ^ smallest[i]) + SplitMix64.GAMMA;
        low = SplitMix64.mix(low + smallest[i]) * SplitMix64.GAMMA;
      }
      keys[2 * band] = SplitMix64.mix(high);
      keys[2 * band + 1] = SplitMix64.mix(low);
    }
  }

  long high(int band) {
    return keys[2 * band];
  }

  long low(int band) {
    return keys[2 * band + 1];
  }
}
