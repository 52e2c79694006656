package dev.sortal.text;

/** Limits of n-grams. */
final class Ngrams {
  /** The buckets that are taken where none are asked for. */
  static final int BUCKETS = 1 << 18;

  private static final int MOST_BUCKETS = 1 << 24;

  private Ngrams() {}

  static void requireLengths(String of, int shortest, int longest, int most) {
    if (shortest < 1 || longest < shortest || longest > most) {
      throw new IllegalArgumentException(
          "n-grams of "
              + of
              + ": expected 1 <= shortest <= longest <= "
              + most
              + ", got "
              + shortest
              + " to "
              + longest
              + ".");
    }
  }

  static void requireBuckets(int buckets) {
    if (buckets < 1 || buckets > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          "buckets must be from 1 to " + MOST_BUCKETS + ", got " + buckets + ".");
    }
  }
}
