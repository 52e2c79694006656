package dev.sortal.backend.java;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one layer makes, in every call of a session, of vectors that are the same in every batch:
 * words of the vocabulary, each multiplied when it is first seen at a place of a window, and
 * positions of the blank row.
 *
 * <p>Products of words count against the budget of the session; when it is spent, those of further
 * words are computed for each batch. Safe for threads.
 */
final class FoldedTable {
  /** How many bytes the products of words may take in a session; 0 keeps none. */
  static final String PROPERTY = "sortal.java.tableBytes";

  static final long DEFAULT_BYTES = 64L << 20;

  private static final int HEADER_BYTES = 16;

  private final int places;
  private final AtomicLong budget;
  private volatile @Nullable AtomicReferenceArray<float[]> rows;

  /**
   * An empty table.
   *
   * @param places the places of a window
   * @param budget how many bytes all tables of the session may still take
   */
  FoldedTable(int places, AtomicLong budget) {
    this.places = places;
    this.budget = budget;
  }

  /** The budget of a session, as the property says. */
  static AtomicLong budget() {
    String bytes = System.getProperty(PROPERTY, Long.toString(DEFAULT_BYTES));
    try {
      return new AtomicLong(Long.parseUnsignedLong(bytes));
    } catch (NumberFormatException failure) {
      throw new IllegalArgumentException(
          "-D"
              + PROPERTY
              + " must be a number of bytes, expected 0 or more, got \""
              + bytes
              + "\". Leave it out for "
              + DEFAULT_BYTES
              + ".",
          failure);
    }
  }

  /** What a vector of the input adds at a place, to be read only; null if that is not kept. */
  float @Nullable [] find(Value input, int vector, int place) {
    AtomicReferenceArray<float[]> known = rows;
    return known != null && known.length() == input.keys() * places
        ? known.get(input.key(vector) * places + place)
        : null;
  }

  /** Keeps a copy of what a vector of the input adds at a place, if the budget allows. */
  void keep(Value input, int vector, int place, float[] product) {
    AtomicReferenceArray<float[]> known = rows == null ? make(input) : rows;
    if (known != null
        && known.length() == input.keys() * places
        && take(input, HEADER_BYTES + (long) product.length * Float.BYTES)) {
      known.set(input.key(vector) * places + place, product.clone());
    }
  }

  private synchronized @Nullable AtomicReferenceArray<float[]> make(Value input) {
    long size = (long) input.keys() * places;
    if (rows == null && size <= Integer.MAX_VALUE / 2 && take(input, size * Integer.BYTES)) {
      rows = new AtomicReferenceArray<>((int) size);
    }
    return rows;
  }

  private boolean take(Value input, long bytes) {
    if (!input.isOfWords() || budget.addAndGet(-bytes) >= 0) {
      return true;
    }
    budget.addAndGet(bytes);
    return false;
  }
}
