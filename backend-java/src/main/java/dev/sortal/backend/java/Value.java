package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a node computes for a batch: a vector at each stored position of its {@link Extent}.
 *
 * <p>Several positions may share a vector. Memory grows to the largest batch seen. For one thread.
 */
final class Value {
  /** Which positions are stored. */
  final Extent extent;

  /** The numbers of a vector. */
  final int channels;

  /** Whether the backward pass must give its gradient. */
  final boolean learns;

  /** The vectors one after the other. */
  float[] data = new float[0];

  /** The gradient of the loss by each vector; empty if it is not wanted. */
  float[] gradient = new float[0];

  /** The gradient in place of {@link #gradient}, if few numbers have one; else null. */
  @Nullable Winners winners;

  private int vectors;
  private int shared;
  private int[] index = new int[0];
  private boolean isIndexed;
  private int[] words = new int[0];
  private int vocabulary;

  Value(Extent extent, int channels, boolean learns) {
    this.extent = extent;
    this.channels = channels;
    this.learns = learns;
  }

  /** Makes room for a vector at each stored position, those of the blank row shared by rows. */
  void reserve() {
    isIndexed = false;
    reserve(extent.stored(), extent.blankStart());
  }

  /**
   * Makes room for vectors that positions share, which are to be told by {@link #point}.
   *
   * @param count how many vectors
   */
  void reserveShared(int count) {
    isIndexed = true;
    if (index.length < extent.stored()) {
      index = new int[extent.stored() * 3 / 2];
    }
    reserve(count, 0);
  }

  private void reserve(int count, int firstShared) {
    vectors = count;
    shared = firstShared;
    int size = Math.multiplyExact(count, channels);
    if (data.length < size) {
      data = new float[size + size / 2];
    }
    if (winners != null) {
      winners.clear();
    } else if (learns) {
      if (gradient.length < size) {
        gradient = new float[data.length];
      }
      Arrays.fill(gradient, 0, size, 0);
    }
  }

  /**
   * Says of which word of a vocabulary each vector is.
   *
   * @param ids the id of each vector; the array itself, until the next call
   */
  void name(int[] ids, int vocabularySize) {
    words = ids;
    vocabulary = vocabularySize;
  }

  /** Whether vectors are those of words. */
  boolean isOfWords() {
    return vocabulary > 0;
  }

  /**
   * A number for a vector that positions of several rows may have: the same for the same numbers in
   * every batch, as long as parameters stay. The word, or which part of the blank row it is.
   */
  int key(int at) {
    return vocabulary > 0 ? words[at] : at - shared;
  }

  /** How many keys there are; those of blank rows are none in a batch that has none. */
  int keys() {
    return vocabulary > 0 ? vocabulary : vectors - shared;
  }

  /** Says which vector a stored position has. */
  void point(int place, int vector) {
    index[place] = vector;
  }

  /** The vector of a stored position. */
  int vector(int place) {
    return isIndexed ? index[place] : place;
  }

  /** The vector at a position of a row. */
  int vector(int row, int position) {
    return vector(extent.at(row, position));
  }

  /** How many vectors there are. */
  int vectors() {
    return vectors;
  }

  /** The first of the vectors that several positions of rows may have; the others have one. */
  int firstShared() {
    return shared;
  }

  /** How many numbers there are. */
  int size() {
    return vectors * channels;
  }
}
