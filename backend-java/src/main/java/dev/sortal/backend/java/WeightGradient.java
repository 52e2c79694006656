package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * The gradient of a weight: what windows see times the gradients of their outputs, added up place
 * by place. For one thread.
 */
final class WeightGradient {
  private final Matrices matrices;
  private final Kernels kernels;

  /** Whether the sums are rows of inputs, one for each output; else the other way round. */
  private final boolean byOutput;

  /** Where the weight's own layout has no such rows: those of all places one after the other. */
  private final float[][] rows;

  private final Vectors sums = new Vectors();
  private float[] gradient = new float[0];

  WeightGradient(Matrices matrices, Kernels kernels) {
    this.matrices = matrices;
    this.kernels = kernels;
    this.byOutput = !matrices.placesLast || matrices.inputs >= matrices.outputs;
    this.rows =
        matrices.placesLast ? new float[matrices.places * count()][width()] : new float[0][];
  }

  /** How many rows a place has. */
  private int count() {
    return byOutput ? matrices.outputs : matrices.inputs;
  }

  private int width() {
    return byOutput ? matrices.inputs : matrices.outputs;
  }

  /** Begins with zero; nothing else may be written there until {@link #finish}. */
  void begin(float[] into) {
    gradient = into;
    if (matrices.placesLast) {
      for (float[] row : rows) {
        Arrays.fill(row, 0);
      }
    } else {
      Arrays.fill(gradient, 0);
    }
  }

  /**
   * Adds what was seen at a place.
   *
   * @param seen the vectors of the input
   * @param outputs for each of them the gradient of the output that saw it
   */
  void add(int place, Vectors seen, Vectors outputs) {
    sums.clear();
    for (int i = 0; i < count(); i++) {
      if (matrices.placesLast) {
        sums.add(rows[place * count() + i], 0);
      } else {
        sums.add(gradient, matrices.at(place, i, 0));
      }
    }
    kernels.addOuter(byOutput ? outputs : seen, byOutput ? seen : outputs, width(), sums);
  }

  /** Writes all that was added. */
  void finish() {
    for (int place = 0; matrices.placesLast && place < matrices.places; place++) {
      for (int output = 0; output < matrices.outputs; output++) {
        for (int input = 0; input < matrices.inputs; input++) {
          gradient[matrices.at(place, output, input)] =
              byOutput
                  ? rows[place * count() + output][input]
                  : rows[place * count() + input][output];
        }
      }
    }
  }
}
