package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * The longest run of places of a dense layer at which every row of the batch sees one and the same
 * vector: the padding behind the longest text. It counts as one place, with the sum of their
 * matrices. For one thread.
 *
 * <p>With S the sum of the matrices W(p) of those places, x the vector and s the sum of the
 * gradients of all outputs: they add x S to each output, the gradient of every W(p) is x times s,
 * and that of x grows by S s.
 */
final class CommonPlaces {
  private final Sources sources;
  private final Value input;
  private final Matrices matrices;
  private final Kernels kernels;
  private int from;
  private int to;
  private int vector;

  private final float[][] byInput;
  private final float[][] byOutput;
  private final float[] row;
  private final float[] product;
  private final Vectors one = new Vectors();
  private final Vectors result = new Vectors();

  CommonPlaces(Sources sources, Matrices matrices, Kernels kernels) {
    this.sources = sources;
    this.input = sources.input;
    this.matrices = matrices;
    this.kernels = kernels;
    this.byInput = new float[matrices.inputs][matrices.outputs];
    this.byOutput = new float[matrices.outputs][matrices.inputs];
    this.row = new float[matrices.inputs];
    this.product = new float[matrices.outputs];
  }

  /** Looks for the run among what so many windows see, and takes it out of the sources. */
  void find(int windows) {
    from = 0;
    to = 0;
    for (int place = 0; place < sources.places; ) {
      int end = place;
      while (end < sources.places
          && isCommon(end, windows)
          && sources.vector(0, end) == sources.vector(0, place)) {
        end++;
      }
      if (end - place > to - from) {
        from = place;
        to = end;
      }
      place = Math.max(end, place + 1);
    }
    if (to - from < 2) {
      to = from;
      return;
    }
    vector = sources.vector(0, from);
    for (int place = from; place < to; place++) {
      sources.forget(place, windows);
    }
  }

  private boolean isCommon(int place, int windows) {
    int first = sources.vector(0, place);
    for (int i = 0; i < windows; i++) {
      if (first < input.firstShared() || sources.vector(i, place) != first) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is no such run. */
  boolean isEmpty() {
    return from == to;
  }

  /** What the run adds to each output. */
  float[] product() {
    for (int output = 0; output < matrices.outputs; output++) {
      matrices.copy(from, output, byOutput[output]);
      for (int place = from + 1; place < to; place++) {
        matrices.copy(place, output, row);
        kernels.add(row, byOutput[output]);
      }
    }
    for (int i = 0; i < matrices.inputs; i++) {
      for (int output = 0; output < matrices.outputs; output++) {
        byInput[i][output] = byOutput[output][i];
      }
    }
    Arrays.fill(product, 0);
    multiply(input.data, vector * matrices.inputs, matrices.inputs, byInput, product, 0);
    return product;
  }

  private void multiply(float[] x, int at, int count, float[][] matrix, float[] into, int intoAt) {
    one.clear();
    result.clear();
    one.add(x, at);
    result.add(into, intoAt);
    kernels.multiply(one, count, matrix, 0, result);
  }

  /** Adds to the gradient of the vector, where the input learns. */
  void addInput(float[] sum) {
    multiply(sum, 0, matrices.outputs, byOutput, input.gradient, vector * matrices.inputs);
  }

  /** Writes the gradients of the places' matrices. */
  void storeWeight(float[] sum, float[] gradient) {
    for (int output = 0; output < matrices.outputs; output++) {
      for (int i = 0; i < matrices.inputs; i++) {
        row[i] = sum[output] * input.data[vector * matrices.inputs + i];
      }
      for (int place = from; place < to; place++) {
        System.arraycopy(row, 0, gradient, matrices.at(place, output, 0), row.length);
      }
    }
  }
}
