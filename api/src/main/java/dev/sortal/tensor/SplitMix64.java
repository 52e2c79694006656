package dev.sortal.tensor;

/**
 * The generator of every seeded choice: initial weights, shuffles, splits, dropout masks.
 *
 * <p>Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), figure
 * 16. It is written out here, since a model's numbers must not change with the Java version. Not
 * thread-safe.
 *
 * <pre>{@code
 * SplitMix64 random = new SplitMix64(42);
 * int die = random.below(6);        // 0..5
 * double share = random.uniform();  // [0, 1)
 * }</pre>
 */
public final class SplitMix64 {
  /**
   * What the state grows by at every draw: the odd number nearest to 2^64 over the golden ratio.
   */
  public static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** A generator that starts from the seed. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** Scrambles 64 bits, one to one: the output function of the generator. */
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A seed for a purpose, far from the seeds of other purposes of the same seed. */
  public static long derive(long seed, long purpose) {
    return mix(mix(seed + GAMMA) ^ (purpose * GAMMA + 1));
  }

  /** The next 64 bits. */
  public long next() {
    state += GAMMA;
    return mix(state);
  }

  /** The next number in [0, 1), of 53 bits. */
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /**
   * The next whole number in [0, bound), without bias (rejection).
   *
   * @throws IllegalArgumentException if the bound is below 1
   */
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("The bound must be at least 1, got " + bound + ".");
    }
    while (true) {
      int bits = (int) (next() >>> 33);
      int value = bits % bound;
      if (bits - value + (bound - 1) >= 0) {
        return value;
      }
    }
  }

  /** Puts the elements into random order (Fisher and Yates). */
  public void shuffle(int[] elements) {
    shuffle(elements, 0, elements.length);
  }

  /** Puts elements[from..to) into random order (Fisher and Yates). */
  public void shuffle(int[] elements, int from, int to) {
    for (int i = to - 1; i > from; i--) {
      int j = from + below(i - from + 1);
      int swapped = elements[i];
      elements[i] = elements[j];
      elements[j] = swapped;
    }
  }
}
