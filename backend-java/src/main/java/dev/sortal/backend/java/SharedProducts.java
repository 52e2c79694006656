package dev.sortal.backend.java;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What vectors that several windows may see (a word of the batch, the blank row) add to an output:
 * a row for each pair of such a vector and a place of a window, if any window sees it.
 *
 * <p>In the backward pass the rows hold the sums of the gradients of those windows. For one thread.
 */
final class SharedProducts {
  private final Sources sources;
  private final Value input;
  private final Matrices matrices;
  private final @Nullable FoldedTable table;
  private final Kernels kernels;
  private boolean[] isSeen = new boolean[0];

  /** The row of each pair that is seen, in its memory or in the table. */
  private float[][] rows = new float[0][];

  private float[][] memory = new float[0][];
  private final Vectors vectors = new Vectors();
  private final Vectors listed = new Vectors();

  /**
   * Products of what the sources see.
   *
   * @param table what is kept from call to call; null if nothing may be
   */
  SharedProducts(Sources sources, Matrices matrices, @Nullable FoldedTable table, Kernels kernels) {
    this.sources = sources;
    this.input = sources.input;
    this.matrices = matrices;
    this.table = table;
    this.kernels = kernels;
  }

  private int pair(int vector, int place) {
    return (vector - input.firstShared()) * sources.places + place;
  }

  /** How many pairs there may be; none if every vector is seen by windows of one row alone. */
  int pairs() {
    return (input.vectors() - input.firstShared()) * sources.places;
  }

  /** Whether that is a vector with rows here. */
  boolean has(int vector) {
    return vector >= input.firstShared();
  }

  /** The row of a pair that a window sees. */
  float[] row(int vector, int place) {
    return rows[pair(vector, place)];
  }

  /** Computes what every pair adds that so many windows see. */
  void multiply(int windows) {
    if (isSeen.length < pairs()) {
      isSeen = new boolean[pairs() * 3 / 2];
      rows = new float[isSeen.length][];
      memory = Arrays.copyOf(memory, isSeen.length);
    }
    Arrays.fill(isSeen, 0, pairs(), false);
    for (int i = 0; pairs() > 0 && i < windows; i++) {
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (has(vector)) {
          isSeen[pair(vector, place)] = true;
        }
      }
    }
    int computed = 0;
    for (int place = 0; pairs() > 0 && place < sources.places; place++) {
      computed += multiplyAt(place);
    }
    if (table != null && computed > 0) {
      keep(table);
    }
  }

  /** Word by word, so that what one adds at its places lies side by side in memory. */
  private void keep(FoldedTable table) {
    for (int pair = 0; pair < pairs(); pair++) {
      if (isSeen[pair] && rows[pair] == memory[pair]) {
        table.keep(input, vectorOf(pair), pair % sources.places, rows[pair]);
      }
    }
  }

  /** Finds or computes the rows of a place, and says how many were computed. */
  private int multiplyAt(int place) {
    vectors.clear();
    listed.clear();
    for (int pair = place; pair < pairs(); pair += sources.places) {
      if (isSeen[pair]) {
        float[] kept = table == null ? null : table.find(input, vectorOf(pair), place);
        rows[pair] = kept == null ? zeros(pair) : kept;
        if (kept == null) {
          vectors.add(input.data, vectorOf(pair) * input.channels);
          listed.add(rows[pair], 0);
        }
      }
    }
    if (listed.size() > 0) {
      int width = input.channels;
      kernels.multiply(vectors, width, matrices.byInput(place), place * width, listed);
    }
    return listed.size();
  }

  private float[] zeros(int pair) {
    if (memory[pair] == null) {
      memory[pair] = new float[matrices.outputs];
    } else {
      Arrays.fill(memory[pair], 0);
    }
    return memory[pair];
  }

  /** Makes all rows zero, to add gradients up. */
  void clear() {
    for (int pair = 0; pair < pairs(); pair++) {
      if (isSeen[pair]) {
        rows[pair] = zeros(pair);
      }
    }
  }

  /** Lists the pairs of a place: the vectors of the input, and their rows. */
  void list(int place, Vectors vectors, Vectors listed) {
    vectors.clear();
    listed.clear();
    for (int pair = place; pair < pairs(); pair += sources.places) {
      if (isSeen[pair]) {
        vectors.add(input.data, vectorOf(pair) * input.channels);
        listed.add(rows[pair], 0);
      }
    }
  }

  /** Lists where the gradients of the vectors of a place's pairs stand. */
  void listGradients(int place, Vectors gradients) {
    gradients.clear();
    for (int pair = place; pair < pairs(); pair += sources.places) {
      if (isSeen[pair]) {
        gradients.add(input.gradient, vectorOf(pair) * input.channels);
      }
    }
  }

  private int vectorOf(int pair) {
    return input.firstShared() + pair / sources.places;
  }
}
