package dev.sortal.backend.java;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;

/**
 * The backward pass of a convolution below a global maximum: only the windows that won have a
 * gradient, one of each row and filter, and what they saw is added as it is, without a product of
 * matrices. For one thread.
 */
final class SparseGradient {
  private final Node node;
  private final Activation activation;
  private final Sources sources;
  private final Value input;
  private final Value value;
  private final Winners winners;
  private final Matrices matrices;
  private final Kernels kernels;

  private float[] results = new float[0];
  private float[] sumsOfResults = new float[0];

  /** For each vector of the input that a winner saw a copy and its gradient, else null. */
  private float[][] copies = new float[0][];

  private float[][] gradients = new float[0][];
  private boolean[] isSeen = new boolean[0];

  /** Row place * outputs + o: the gradient of output o's weights at that place. */
  private final float[][] weightRows;

  SparseGradient(
      Node node,
      Activation activation,
      Sources sources,
      Value value,
      Winners winners,
      Matrices matrices,
      Kernels kernels) {
    this.node = node;
    this.activation = activation;
    this.sources = sources;
    this.input = sources.input;
    this.value = value;
    this.winners = winners;
    this.matrices = matrices;
    this.kernels = kernels;
    this.weightRows = new float[matrices.places * matrices.outputs][matrices.inputs];
  }

  /**
   * Gives the gradients of parameters away and adds those of the input.
   *
   * @param sums what the activation was given; read for GELU only
   */
  void backward(Updater updater, float[] sums) {
    begin(sums);
    boolean learnsWeight = updater.isTrained(node.weight().name());
    int[] order = winners.byChannel(matrices.outputs);
    for (int i = 0; i < winners.size(); i++) {
      if (winners.gradients[order[i]] != 0) {
        take(order[i], learnsWeight);
      }
    }
    if (learnsWeight) {
      storeWeight(updater.gradient(node.weight().name()));
    }
    if (updater.isTrained(node.bias().name())) {
      storeBias(updater.gradient(node.bias().name()));
    }
    for (int vector = 0; input.learns && vector < input.vectors(); vector++) {
      if (isSeen[vector]) {
        add(gradients[vector], input.gradient, vector * input.channels);
      }
    }
  }

  /** Goes back through the activation, and makes room. */
  private void begin(float[] sums) {
    int size = winners.size();
    if (results.length < size) {
      results = new float[winners.vectors.length];
      sumsOfResults = new float[results.length];
    }
    for (int i = 0; i < size; i++) {
      int at = winners.vectors[i] * value.channels + winners.channels[i];
      results[i] = value.data[at];
      if (activation == Activation.GELU) {
        sumsOfResults[i] = sums[at];
      }
    }
    Slopes.multiply(activation, results, sumsOfResults, winners.gradients, size, kernels);
    if (isSeen.length < input.vectors()) {
      isSeen = new boolean[input.vectors() * 3 / 2];
      copies = Arrays.copyOf(copies, isSeen.length);
      gradients = Arrays.copyOf(gradients, isSeen.length);
    }
    Arrays.fill(isSeen, 0, input.vectors(), false);
    for (float[] row : weightRows) {
      Arrays.fill(row, 0);
    }
  }

  /** Adds what one winner gives. */
  private void take(int winner, boolean learnsWeight) {
    float gradient = winners.gradients[winner];
    for (int place = 0; place < sources.places; place++) {
      int vector = sources.vector(winners.vectors[winner], place);
      if (vector != Sources.NONE) {
        see(vector);
        int row = place * matrices.outputs + winners.channels[winner];
        if (learnsWeight) {
          kernels.addTimes(gradient, copies[vector], weightRows[row]);
        }
        if (input.learns) {
          kernels.addTimes(gradient, matrices.byOutput(place)[row], gradients[vector]);
        }
      }
    }
  }

  /** Rows of their own are what the kernels add fastest. */
  private void see(int vector) {
    if (isSeen[vector]) {
      return;
    }
    isSeen[vector] = true;
    if (copies[vector] == null) {
      copies[vector] = new float[input.channels];
      gradients[vector] = new float[input.channels];
    }
    System.arraycopy(input.data, vector * input.channels, copies[vector], 0, input.channels);
    Arrays.fill(gradients[vector], 0);
  }

  private void storeWeight(float[] into) {
    for (int output = 0; output < matrices.outputs; output++) {
      for (int place = 0; place < matrices.places; place++) {
        float[] row = weightRows[place * matrices.outputs + output];
        for (int i = 0; i < matrices.inputs; i++) {
          into[matrices.at(place, output, i)] = row[i];
        }
      }
    }
  }

  private void storeBias(float[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < winners.size(); i++) {
      into[winners.channels[i]] += winners.gradients[i];
    }
  }

  private static void add(float[] x, float[] sum, int at) {
    for (int j = 0; j < x.length; j++) {
      sum[at + j] += x[j];
    }
  }
}
