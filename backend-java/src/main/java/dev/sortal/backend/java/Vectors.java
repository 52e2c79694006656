package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * A list of vectors, each so many numbers of an array from an index on: what a kernel works through
 * in one call. For one thread.
 */
final class Vectors {
  /** The array that holds each vector. */
  float[][] arrays = new float[16][];

  /** Where in its array each vector begins. */
  int[] from = new int[16];

  private int size;

  /** Forgets all vectors. */
  void clear() {
    size = 0;
  }

  /** Appends the vector at an index of an array. */
  void add(float[] array, int at) {
    if (size == from.length) {
      arrays = Arrays.copyOf(arrays, size * 2);
      from = Arrays.copyOf(from, size * 2);
    }
    arrays[size] = array;
    from[size++] = at;
  }

  int size() {
    return size;
  }
}
