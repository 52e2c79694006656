package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * The weight of a linear layer, laid out for {@link Kernels}; its rows are arrays of their own.
 *
 * <p>For each place of a window it has a matrix of inputs by outputs, and one of outputs by inputs.
 * A dense layer over the flattened positions of a row has one window, with a place for each. What
 * the weight has become is laid out when it is next asked for, place by place: a batch of short
 * texts needs few.
 */
final class Matrices {
  final int places;
  final int inputs;
  final int outputs;

  /** Whether the weight is {@code [outputs, inputs, places]}. */
  final boolean placesLast;

  private final float[][] byInput;
  private final float[][] byOutput;
  private final boolean[] isByInput;
  private final boolean[] isByOutput;
  private float[] weight = new float[0];

  /**
   * Matrices without a weight.
   *
   * @param inputs the channels at each place
   * @param placesLast whether the weight is {@code [outputs, inputs, places]}, as a convolution's;
   *     else it is {@code [outputs, places, inputs]}
   * @param learns whether a backward pass needs the matrices by output
   */
  Matrices(int places, int inputs, int outputs, boolean placesLast, boolean learns) {
    this.places = places;
    this.inputs = inputs;
    this.outputs = outputs;
    this.placesLast = placesLast;
    this.byInput = new float[places * inputs][outputs];
    this.byOutput = learns ? new float[places * outputs][inputs] : new float[0][];
    this.isByInput = new boolean[places];
    this.isByOutput = new boolean[places];
  }

  /** Takes a weight: the array itself, which must be loaded again when it has changed. */
  void load(float[] weight) {
    this.weight = weight;
    Arrays.fill(isByInput, false);
    Arrays.fill(isByOutput, false);
  }

  /** Lays out all that inference needs, so that from now on many threads may read it. */
  void layOut() {
    for (int place = 0; place < places; place++) {
      byInput(place);
    }
  }

  /** Rows of which number place * inputs + i is what input i at that place adds to each output. */
  float[][] byInput(int place) {
    if (!isByInput[place]) {
      isByInput[place] = true;
      int step = at(place, 1, 0) - at(place, 0, 0);
      for (int i = 0; i < inputs; i++) {
        float[] row = byInput[place * inputs + i];
        int from = at(place, 0, i);
        for (int output = 0; output < outputs; output++) {
          row[output] = weight[from + output * step];
        }
      }
    }
    return byInput;
  }

  /** Rows of which number place * outputs + o is what each input at that place adds to output o. */
  float[][] byOutput(int place) {
    if (!isByOutput[place]) {
      isByOutput[place] = true;
      for (int output = 0; output < outputs; output++) {
        copy(place, output, byOutput[place * outputs + output]);
      }
    }
    return byOutput;
  }

  /** Copies what each input at a place adds to an output. */
  void copy(int place, int output, float[] into) {
    int from = at(place, output, 0);
    if (!placesLast) {
      System.arraycopy(weight, from, into, 0, inputs);
      return;
    }
    for (int i = 0; i < inputs; i++) {
      into[i] = weight[from + i * places];
    }
  }

  /** Where the weight of an input at a place for an output stands. */
  int at(int place, int output, int input) {
    return placesLast
        ? (output * inputs + input) * places + place
        : (output * places + place) * inputs + input;
  }
}
