package dev.sortal.backend.java;

/**
 * The weight of a linear layer, laid out for {@link Loops}; its rows are arrays of their own.
 *
 * <p>For each place of a window it has a matrix of inputs by outputs, and one of outputs by inputs.
 * A dense layer over the flattened positions of a row has one window, with a place for each.
 */
final class Matrices {
  /** Row place * inputs + i: what input i at that place adds to each output. */
  final float[][] byInput;

  /** Row place * outputs + o: what each input at that place adds to output o. */
  final float[][] byOutput;

  final int places;
  final int inputs;
  final int outputs;

  /** Whether the weight is {@code [outputs, inputs, places]}. */
  final boolean placesLast;

  /**
   * Matrices of zeros.
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
  }

  /** Takes the weight in. */
  void load(float[] weight) {
    for (int place = 0; place < places; place++) {
      for (int output = 0; output < outputs; output++) {
        int from = at(place, output, 0);
        int step = placesLast ? places : 1;
        for (int i = 0; i < inputs; i++) {
          byInput[place * inputs + i][output] = weight[from + i * step];
        }
        if (byOutput.length > 0) {
          float[] row = byOutput[place * outputs + output];
          for (int i = 0; i < inputs; i++) {
            row[i] = weight[from + i * step];
          }
        }
      }
    }
  }

  /** Where the weight of an input at a place for an output stands. */
  int at(int place, int output, int input) {
    return placesLast
        ? (output * inputs + input) * places + place
        : (output * places + place) * inputs + input;
  }
}
