package dev.sortal.backend.java;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products of what windows see: convolutions, and dense layers as one window over all
 * positions.
 *
 * <p>What a vector adds to an output depends on its place in the window alone. Of a vector that
 * several windows see (a word of the batch, the blank row) it is computed once for each place, and
 * the windows add it up. The gradient goes the same way back: it is added up for each such pair of
 * a vector and a place before it is multiplied.
 */
final class Linear extends Operation {
  private final Node node;
  private final Activation activation;
  private final Sources sources;
  private final Value input;
  private final Value value;
  private final Matrices matrices;
  private final Parameters parameters;

  private final float[] sum;
  private float[] sums = new float[0];

  /** For each pair of a shared vector and a place: whether a window sees it, what it adds. */
  private boolean[] isSeen = new boolean[0];

  private float[][] products = new float[0][];
  private float[][] outputGradients = new float[0][];

  private final float[] inputGradient;
  private final @Nullable OuterProducts outerProducts;

  Linear(Node node, Activation activation, Sources sources, Value value, Parameters parameters) {
    this.node = node;
    this.activation = activation;
    this.sources = sources;
    this.input = sources.input;
    this.value = value;
    this.parameters = parameters;
    this.matrices = parameters.matrices(node);
    this.sum = new float[value.channels];
    this.inputGradient = new float[input.channels];
    this.outerProducts = value.learns ? new OuterProducts(matrices) : null;
  }

  @Override
  void forward() {
    sources.load(value.extent);
    value.reserve();
    multiplyShared();
    float[] bias = parameters.values(node.bias());
    int outputs = value.channels;
    for (int i = 0; i < value.extent.stored(); i++) {
      System.arraycopy(bias, 0, sum, 0, outputs);
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (vector >= input.firstShared()) {
          Loops.add(products[pair(vector, place)], sum);
        } else if (vector != Sources.NONE) {
          multiply(vector, place, sum);
        }
      }
      System.arraycopy(sum, 0, value.data, i * outputs, outputs);
    }
    if (activation == Activation.GELU && value.learns) {
      if (sums.length < value.size()) {
        sums = new float[value.data.length];
      }
      System.arraycopy(value.data, 0, sums, 0, value.size());
    }
    Slopes.apply(activation, value.data, value.size());
  }

  /** Adds what a vector at a place gives. */
  private void multiply(int vector, int place, float[] into) {
    int width = input.channels;
    Loops.addProduct(input.data, vector * width, width, matrices.byInput, place * width, into);
  }

  private int pair(int vector, int place) {
    return (vector - input.firstShared()) * sources.places + place;
  }

  private int pairs() {
    return (input.vectors() - input.firstShared()) * sources.places;
  }

  private void multiplyShared() {
    if (isSeen.length < pairs()) {
      isSeen = new boolean[pairs() * 3 / 2];
      products = Arrays.copyOf(products, isSeen.length);
    }
    Arrays.fill(isSeen, 0, pairs(), false);
    for (int i = 0; i < value.extent.stored(); i++) {
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (vector >= input.firstShared() && !isSeen[pair(vector, place)]) {
          isSeen[pair(vector, place)] = true;
          multiply(vector, place, zeros(products, pair(vector, place)));
        }
      }
    }
  }

  /** A row of zeros in place of what was there. */
  private float[] zeros(float[][] rows, int row) {
    if (rows[row] == null) {
      rows[row] = new float[value.channels];
    } else {
      Arrays.fill(rows[row], 0);
    }
    return rows[row];
  }

  @Override
  void backward(Updater updater) {
    Slopes.multiply(activation, value.data, sums, value.gradient, value.size());
    takeRows();
    if (updater.isTrained(node.bias().name())) {
      addBias(updater.gradient(node.bias().name()));
    }
    if (updater.isTrained(node.weight().name())) {
      addWeight(updater.gradient(node.weight().name()));
    }
    if (input.learns) {
      addInput();
    }
  }

  /** Lays gradients out: of every output, and added up of every pair that is shared. */
  private void takeRows() {
    int stored = value.extent.stored();
    if (outputGradients.length < stored) {
      outputGradients = Arrays.copyOf(outputGradients, stored * 3 / 2);
    }
    for (int pair = 0; pair < pairs(); pair++) {
      if (isSeen[pair]) {
        Arrays.fill(products[pair], 0);
      }
    }
    for (int i = 0; i < stored; i++) {
      float[] row = zeros(outputGradients, i);
      System.arraycopy(value.gradient, i * value.channels, row, 0, value.channels);
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (vector >= input.firstShared()) {
          Loops.add(row, products[pair(vector, place)]);
        }
      }
    }
  }

  private void addBias(float[] gradient) {
    Arrays.fill(sum, 0);
    for (int i = 0; i < value.extent.stored(); i++) {
      Loops.add(outputGradients[i], sum);
    }
    System.arraycopy(sum, 0, gradient, 0, sum.length);
  }

  private void addWeight(float[] gradient) {
    OuterProducts outer = Objects.requireNonNull(outerProducts);
    int width = input.channels;
    for (int place = 0; place < sources.places; place++) {
      outer.clear();
      for (int i = 0; i < value.extent.stored(); i++) {
        int vector = sources.vector(i, place);
        if (vector != Sources.NONE && vector < input.firstShared()) {
          outer.add(input.data, vector * width, outputGradients[i]);
        }
      }
      for (int pair = place; pair < pairs(); pair += sources.places) {
        if (isSeen[pair]) {
          int vector = input.firstShared() + pair / sources.places;
          outer.add(input.data, vector * width, products[pair]);
        }
      }
      outer.store(place, gradient);
    }
  }

  private void addInput() {
    for (int place = 0; place < sources.places; place++) {
      for (int i = 0; i < value.extent.stored(); i++) {
        int vector = sources.vector(i, place);
        if (vector != Sources.NONE && vector < input.firstShared()) {
          addInput(vector, place, outputGradients[i]);
        }
      }
      for (int pair = place; pair < pairs(); pair += sources.places) {
        if (isSeen[pair]) {
          addInput(input.firstShared() + pair / sources.places, place, products[pair]);
        }
      }
    }
  }

  private void addInput(int vector, int place, float[] row) {
    Arrays.fill(inputGradient, 0);
    Loops.addProduct(row, 0, row.length, matrices.byOutput, place * value.channels, inputGradient);
    Loops.addTo(inputGradient, input.gradient, vector * input.channels);
  }
}
