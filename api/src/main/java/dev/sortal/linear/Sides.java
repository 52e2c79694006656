package dev.sortal.linear;

import dev.sortal.data.Truth;
import java.util.Arrays;

/** The problems of two sides that classes or labels make, and the table of their solutions. */
final class Sides {
  private final Truth truth;
  private final int outputs;
  private final boolean opposed;

  private Sides(Truth truth, int outputs) {
    this.truth = truth;
    this.outputs = outputs;
    this.opposed = outputs == 2 && truth instanceof Truth.One;
  }

  static Sides of(Truth truth, int classes) {
    if (classes < 2 && truth instanceof Truth.One || classes < 1) {
      throw new IllegalArgumentException(
          "There is nothing to tell apart: expected at least 2 classes, got " + classes + ".");
    }
    return new Sides(truth, classes);
  }

  /** How many problems there are: one for each output, but for two opposed classes one in all. */
  int count() {
    return opposed ? 1 : outputs;
  }

  int outputs() {
    return outputs;
  }

  /** Whether it is known on which sides a row is. */
  boolean isKnown(int row) {
    return !(truth instanceof Truth.One one) || one.classes()[row] != Truth.UNKNOWN;
  }

  /** The rows that are on the positive side of a problem. */
  boolean[] positive(int problem) {
    boolean[] positive = new boolean[truth.rows()];
    for (int row = 0; row < positive.length; row++) {
      positive[row] = isPositive(row, problem);
    }
    return positive;
  }

  private boolean isPositive(int row, int problem) {
    if (truth instanceof Truth.One one) {
      return one.classes()[row] == (opposed ? 1 : problem);
    }
    return Arrays.stream(((Truth.Several) truth).labels()[row]).anyMatch(label -> label == problem);
  }

  /** Sets 1 for each problem in which a row is on the positive side, and -1 for the others. */
  void of(int row, float[] sides) {
    Arrays.fill(sides, -1);
    if (truth instanceof Truth.One one) {
      int label = one.classes()[row];
      if (!opposed || label == 1) {
        sides[opposed ? 0 : label] = 1;
      }
    } else {
      for (int label : ((Truth.Several) truth).labels()[row]) {
        sides[label] = 1;
      }
    }
  }

  /** Puts the weights of a problem into their column of the table. */
  void write(int problem, double[] weights, float[] table) {
    for (int id = 0; id < weights.length; id++) {
      float weight = (float) weights[id];
      if (opposed) {
        table[2 * id] = -weight;
        table[2 * id + 1] = weight;
      } else {
        table[id * outputs + problem] = weight;
      }
    }
  }

  /**
   * The table of all problems at once.
   *
   * @param weights {@code [ids, problems]}, which becomes the table where it has its shape
   * @param scale what they are multiplied with
   */
  float[] table(float[] weights, float scale) {
    if (!opposed) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= scale;
      }
      return weights;
    }
    float[] table = new float[Math.multiplyExact(weights.length, 2)];
    for (int id = 0; id < weights.length; id++) {
      table[2 * id] = -weights[id] * scale;
      table[2 * id + 1] = weights[id] * scale;
    }
    return table;
  }
}
