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
 * the windows add it up ({@link SharedProducts}). The gradient goes the same way back: it is added
 * up for each such pair of a vector and a place before it is multiplied. All others are multiplied
 * place by place for a block of windows at once.
 */
final class Linear extends Operation {
  /** How many windows are multiplied at once: what they see and give stays in the nearest cache. */
  private static final int BLOCK = 64;

  private final Node node;
  private final Activation activation;
  private final Sources sources;
  private final Value input;
  private final Value value;
  private final Matrices matrices;
  private final Parameters parameters;
  private final Kernels kernels;
  private final SharedProducts shared;
  private final @Nullable CommonPlaces common;
  private final @Nullable WeightGradient weightGradient;
  private final @Nullable SparseGradient sparse;

  /** A row of outputs, and one of sums over rows. */
  private final float[] row;

  private final float[] sum;

  /** What the places of a window add. */
  private final float[][] terms;

  private float[] sums = new float[0];

  private final Vectors seen = new Vectors();
  private final Vectors outputs = new Vectors();
  private final Vectors inputGradients = new Vectors();

  Linear(
      Node node,
      Activation activation,
      Sources sources,
      Value value,
      Parameters parameters,
      Kernels kernels) {
    this.node = node;
    this.activation = activation;
    this.sources = sources;
    this.input = sources.input;
    this.value = value;
    this.parameters = parameters;
    this.kernels = kernels;
    this.matrices = parameters.matrices(node);
    this.shared = new SharedProducts(sources, matrices, parameters.table(node), kernels);
    this.common =
        matrices.placesLast || matrices.places == 1 || parameters.table(node) != null
            ? null
            : new CommonPlaces(sources, matrices, kernels);
    this.weightGradient =
        value.learns && value.winners == null ? new WeightGradient(matrices, kernels) : null;
    this.sparse =
        value.winners == null
            ? null
            : new SparseGradient(
                node, activation, sources, value, value.winners, matrices, kernels);
    this.row = new float[value.channels];
    this.sum = new float[value.channels];
    this.terms = new float[sources.places][];
  }

  @Override
  void forward() {
    sources.load(value.extent);
    value.reserve();
    int windows = value.extent.stored();
    System.arraycopy(parameters.values(node.bias()), 0, row, 0, row.length);
    if (common != null) {
      common.find(windows);
      if (!common.isEmpty()) {
        kernels.add(common.product(), row);
      }
    }
    shared.multiply(windows);
    addShared(windows);
    for (int from = 0; input.firstShared() > 0 && from < windows; from += BLOCK) {
      for (int place = 0; place < sources.places; place++) {
        list(place, from, Math.min(from + BLOCK, windows), value.data);
        if (seen.size() > 0) {
          int width = input.channels;
          kernels.multiply(seen, width, matrices.byInput(place), place * width, outputs);
        }
      }
    }
    if (activation == Activation.GELU && value.learns) {
      if (sums.length < value.size()) {
        sums = new float[value.data.length];
      }
      System.arraycopy(value.data, 0, sums, 0, value.size());
    }
    Slopes.apply(activation, value.data, value.size());
  }

  /** Begins each output with the row that is added to all, and what shared vectors add. */
  private void addShared(int windows) {
    for (int i = 0; i < windows; i++) {
      System.arraycopy(row, 0, sum, 0, sum.length);
      int count = 0;
      for (int place = 0; shared.pairs() > 0 && place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (shared.has(vector)) {
          terms[count++] = shared.row(vector, place);
        }
      }
      kernels.addAll(terms, count, sum);
      System.arraycopy(sum, 0, value.data, i * sum.length, sum.length);
    }
  }

  /** Lists what a block of windows sees at a place that no other row sees, and their outputs. */
  private void list(int place, int from, int to, float[] ofOutputs) {
    seen.clear();
    outputs.clear();
    inputGradients.clear();
    for (int i = from; i < to; i++) {
      int vector = sources.vector(i, place);
      if (vector != Sources.NONE && !shared.has(vector)) {
        seen.add(input.data, vector * input.channels);
        outputs.add(ofOutputs, i * value.channels);
        inputGradients.add(input.gradient, vector * input.channels);
      }
    }
  }

  @Override
  void backward(Updater updater) {
    if (sparse != null) {
      sparse.backward(updater, sums);
      return;
    }
    int windows = value.extent.stored();
    Slopes.multiply(activation, value.data, sums, value.gradient, value.size(), kernels);
    takeShared(windows);
    if (updater.isTrained(node.bias().name())) {
      System.arraycopy(sum, 0, updater.gradient(node.bias().name()), 0, sum.length);
    }
    WeightGradient weight = null;
    if (updater.isTrained(node.weight().name())) {
      weight = Objects.requireNonNull(weightGradient);
      weight.begin(updater.gradient(node.weight().name()));
    }
    for (int from = 0; input.firstShared() > 0 && from < windows; from += BLOCK) {
      for (int place = 0; place < sources.places; place++) {
        list(place, from, Math.min(from + BLOCK, windows), value.gradient);
        give(place, weight);
      }
    }
    for (int place = 0; shared.pairs() > 0 && place < sources.places; place++) {
      shared.list(place, seen, outputs);
      shared.listGradients(place, inputGradients);
      give(place, weight);
    }
    if (weight != null) {
      weight.finish();
    }
    if (common != null && !common.isEmpty()) {
      if (weight != null) {
        common.storeWeight(sum, updater.gradient(node.weight().name()));
      }
      if (input.learns) {
        common.addInput(sum);
      }
    }
  }

  /** Adds the gradients of all outputs up: for the bias, and for each shared pair. */
  private void takeShared(int windows) {
    Arrays.fill(sum, 0);
    shared.clear();
    for (int i = 0; i < windows; i++) {
      System.arraycopy(value.gradient, i * row.length, row, 0, row.length);
      kernels.add(row, sum);
      for (int place = 0; shared.pairs() > 0 && place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (shared.has(vector)) {
          kernels.add(row, shared.row(vector, place));
        }
      }
    }
  }

  /** Takes the gradients of the outputs that are listed to the weight and to what they saw. */
  private void give(int place, @Nullable WeightGradient weight) {
    if (seen.size() == 0) {
      return;
    }
    if (weight != null) {
      weight.add(place, seen, outputs);
    }
    if (input.learns) {
      kernels.multiply(
          outputs,
          value.channels,
          matrices.byOutput(place),
          place * value.channels,
          inputGradients);
    }
  }
}
