package dev.sortal.integration.toy;

import java.util.Arrays;

/** A weight {@code [outputs, inputs]}, and sums y = x W' + b of rows x with it. */
final class ToyMatrix {
  private final float[] weight;
  private final int outputs;
  private final int inputs;

  ToyMatrix(float[] weight, int outputs) {
    this.weight = weight;
    this.outputs = outputs;
    this.inputs = weight.length / outputs;
  }

  /** How many rows x has. */
  int rows(float[] x) {
    return x.length / inputs;
  }

  /** Writes y. */
  void multiply(float[] x, float[] bias, float[] y) {
    for (int i = 0; i < y.length; i++) {
      int from = i / outputs * inputs;
      int row = i % outputs * inputs;
      double sum = bias[i % outputs];
      for (int j = 0; j < inputs; j++) {
        sum += x[from + j] * weight[row + j];
      }
      y[i] = (float) sum;
    }
  }

  /** Adds to the gradient by x. */
  void addGradient(float[] byY, float[] byX) {
    for (int i = 0; i < byY.length; i++) {
      int to = i / outputs * inputs;
      int row = i % outputs * inputs;
      for (int j = 0; j < inputs; j++) {
        byX[to + j] += byY[i] * weight[row + j];
      }
    }
  }

  /** Writes the gradient by W. */
  void weightGradient(float[] byY, float[] x, float[] byWeight) {
    Arrays.fill(byWeight, 0);
    for (int i = 0; i < byY.length; i++) {
      int from = i / outputs * inputs;
      int row = i % outputs * inputs;
      for (int j = 0; j < inputs; j++) {
        byWeight[row + j] += byY[i] * x[from + j];
      }
    }
  }

  /** Writes the gradient by b. */
  void biasGradient(float[] byY, float[] byBias) {
    Arrays.fill(byBias, 0);
    for (int i = 0; i < byY.length; i++) {
      byBias[i % outputs] += byY[i];
    }
  }
}
