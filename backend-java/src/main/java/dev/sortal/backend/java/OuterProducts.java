package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * Sums of vectors times rows of gradient: the gradient of a weight, place after place. For one
 * thread.
 */
final class OuterProducts {
  private final Matrices matrices;

  /** {@code [outputs, inputs]}, or the other way round where that makes longer loops. */
  private final float[][] sums;

  private final boolean byOutput;
  private final float[][] scalars = new float[4][];
  private final int[] from = new int[4];
  private final float[][] rows = new float[4][];
  private final float[][] vectors;
  private int waiting;

  OuterProducts(Matrices matrices) {
    this.matrices = matrices;
    this.byOutput = matrices.inputs >= matrices.outputs;
    this.sums =
        byOutput
            ? new float[matrices.outputs][matrices.inputs]
            : new float[matrices.inputs][matrices.outputs];
    this.vectors = byOutput ? new float[4][matrices.inputs] : new float[0][];
  }

  /** Begins with zero. */
  void clear() {
    for (float[] row : sums) {
      Arrays.fill(row, 0);
    }
  }

  /**
   * Adds the vector at that index of x times a row of gradient; both must stay until {@link
   * #store}.
   */
  void add(float[] x, int at, float[] row) {
    if (byOutput) {
      System.arraycopy(x, at, vectors[waiting], 0, matrices.inputs);
      scalars[waiting] = row;
      from[waiting] = 0;
      rows[waiting] = vectors[waiting];
    } else {
      scalars[waiting] = x;
      from[waiting] = at;
      rows[waiting] = row;
    }
    if (++waiting == 4) {
      for (int i = 0; i < sums.length; i++) {
        Loops.addFour(
            scalars[0][from[0] + i],
            rows[0],
            scalars[1][from[1] + i],
            rows[1],
            scalars[2][from[2] + i],
            rows[2],
            scalars[3][from[3] + i],
            rows[3],
            sums[i]);
      }
      waiting = 0;
    }
  }

  /** Writes the sums as the gradient of the weight at a place. */
  void store(int place, float[] gradient) {
    for (int k = 0; k < waiting; k++) {
      for (int i = 0; i < sums.length; i++) {
        Loops.addTimes(scalars[k][from[k] + i], rows[k], sums[i]);
      }
    }
    waiting = 0;
    if (byOutput && !matrices.placesLast) {
      for (int output = 0; output < matrices.outputs; output++) {
        int to = matrices.at(place, output, 0);
        System.arraycopy(sums[output], 0, gradient, to, matrices.inputs);
      }
      return;
    }
    for (int output = 0; output < matrices.outputs; output++) {
      for (int input = 0; input < matrices.inputs; input++) {
        gradient[matrices.at(place, output, input)] =
            byOutput ? sums[output][input] : sums[input][output];
      }
    }
  }
}
