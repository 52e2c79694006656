package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import dev.sortal.engine.Extent;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import dev.sortal.update.Updater;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a convolution over a table under a global maximum.
 *
 * <p>Of the windows of a row only those that hold the maximum of a filter have a gradient: of as
 * many numbers as there are windows, one. So the graph gives the maxima and their gradients, and
 * the products with windows and filters are made here, for these alone. Equal maxima share the
 * gradient.
 */
final class SparseMax {
  private final Node pool;
  private final Node conv;
  private final Activation activation;
  private final int filters;
  private final int places;
  private final int channels;

  private SparseMax(Node pool, Node conv, Activation activation) {
    this.pool = pool;
    this.conv = conv;
    this.activation = activation;
    this.filters = conv.output().last();
    this.places = Windows.of(conv).size();
    this.channels = conv.input().last();
  }

  /**
   * The pools whose backward pass is such a one: over a packed convolution over a table that
   * nothing else reads, with an activation whose slope follows from what it gives.
   */
  static Map<Node, SparseMax> of(Network network, Layouts layouts) {
    Map<Node, SparseMax> all = new HashMap<>();
    for (Node conv : network.nodes()) {
      if (conv.layer() instanceof Layer.Conv1d layer
          && layer.activation() != Activation.GELU
          && layouts.isTable(conv.operand())) {
        Node pool = onlyReader(network, conv.value());
        if (pool != null && pool.layer() instanceof Layer.GlobalMaxPool) {
          all.put(pool, new SparseMax(pool, conv, layer.activation()));
        }
      }
    }
    return all;
  }

  private static @Nullable Node onlyReader(Network network, int value) {
    Node reader = null;
    for (Node node : network.nodes()) {
      if (node.operands().contains(value)) {
        if (reader != null) {
          return null;
        }
        reader = node;
      }
    }
    return reader;
  }

  private String valuesName() {
    return "max.values." + pool.index();
  }

  private String largestName() {
    return "max.largest." + pool.index();
  }

  private String gradientName() {
    return "max.gradient." + pool.index();
  }

  /**
   * Writes what is needed outside of the graph.
   *
   * @param gradient of the maxima
   */
  void write(Graph graph, ForwardPass forward, String gradient) {
    String largest = forward.value(pool.value());
    String sums =
        new Activations(graph)
            .timesSlope(activation, gradient, largest, forward.beforeActivation(conv));
    graph.output(forward.value(conv.value()), valuesName(), Graph.ANY, filters);
    graph.output(largest, largestName(), Graph.ROWS, filters);
    graph.output(sums, gradientName(), Graph.ROWS, filters);
  }

  /** The table that the convolution reads. */
  int table() {
    return conv.operand();
  }

  /** The memory of one training, for one thread. */
  final class Gradient implements AutoCloseable {
    private final Fed values = new Fed();
    private final Fed largest = new Fed();
    private final Fed gradient = new Fed();
    private final boolean learnsWeight;
    private final boolean learnsBias;
    private final GraphParameter weight = GraphParameter.of(conv, conv.weight());
    private final float[] turned = new float[weight.shape().size()];

    /** For each filter and place: the weight, and its gradient. */
    private final float[][] kernels = new float[filters * places][channels];

    private final float[][] kernelGradients = new float[filters * places][channels];

    private final int[] active = new int[filters];
    private final int[] holders = new int[filters];
    private int[] hits = new int[0];
    private int hitCount;

    Gradient(Set<String> trained) {
      this.learnsWeight = trained.contains(conv.weight().name());
      this.learnsBias = trained.contains(conv.bias().name());
    }

    /** Makes room for a batch. */
    void addTo(Map<String, OnnxTensor> run, GraphInputs batch) {
      int rows = batch.inputs().rows();
      run.put(valuesName(), values.result(batch.extent(conv.value()).stored(), filters));
      run.put(largestName(), largest.result(rows, filters));
      run.put(gradientName(), gradient.result(rows, filters));
    }

    /**
     * Gives the gradients of weight and bias to the updater and adds that of the table.
     *
     * @param learning the tables that have a gradient
     */
    void give(GraphInputs batch, Set<Node> learning, Updater updater) {
      TableRows table = batch.tableOf(conv.operand());
      weight.turn(updater.values(weight.name()), turned);
      for (int i = 0; i < kernels.length; i++) {
        System.arraycopy(turned, i * channels, kernels[i], 0, channels);
        Arrays.fill(kernelGradients[i], 0);
      }
      values.read();
      largest.read();
      gradient.read();
      Extent windows = batch.extent(conv.value());
      int[] index = batch.fed(PackedForward.windowsName(conv)).ints();
      float[][] vectors = table.vectors();
      boolean tableLearns = learning.stream().anyMatch(node -> node.value() == conv.operand());
      float[][] gradients = tableLearns ? table.gradients() : null;
      for (int row = 0; row < windows.rows(); row++) {
        findHolders(windows, row);
        for (int i = 0; i < hitCount; i += 3) {
          int filter = hits[i + 1];
          float share = gradient.floats()[row * filters + filter] * hits[i + 2] / holders[filter];
          multiply(share, filter, hits[i] * places, index, vectors, gradients);
        }
      }
      if (learnsWeight) {
        for (int i = 0; i < kernels.length; i++) {
          System.arraycopy(kernelGradients[i], 0, turned, i * channels, channels);
        }
        weight.turnBack(turned, updater.gradient(weight.name()));
      }
      if (learnsBias) {
        giveBias(windows.rows(), updater.gradient(conv.bias().name()));
      }
    }

    /** Lists the windows that hold a maximum that has a gradient. */
    private void findHolders(Extent windows, int row) {
      int count = 0;
      for (int filter = 0; filter < filters; filter++) {
        if (gradient.floats()[row * filters + filter] != 0) {
          active[count++] = filter;
          holders[filter] = 0;
        }
      }
      hitCount = 0;
      float[] all = values.floats();
      float[] most = largest.floats();
      for (int part = 0; part < windows.parts(row); part++) {
        int times = windows.times(row, part);
        int window = windows.part(row, part);
        for (int i = 0; i < count && times > 0; i++) {
          int filter = active[i];
          if (all[window * filters + filter] == most[row * filters + filter]) {
            holders[filter] += times;
            hit(window, filter, times);
          }
        }
      }
    }

    private void hit(int window, int filter, int times) {
      if (hitCount + 3 > hits.length) {
        hits = Arrays.copyOf(hits, hits.length * 2 + 3 * filters);
      }
      hits[hitCount++] = window;
      hits[hitCount++] = filter;
      hits[hitCount++] = times;
    }

    private void multiply(
        float share,
        int filter,
        int first,
        int[] index,
        float[][] vectors,
        float @Nullable [][] gradients) {
      for (int place = 0; place < places; place++) {
        int vector = index[first + place];
        int kernel = filter * places + place;
        if (learnsWeight) {
          addTimes(share, vectors[vector], kernelGradients[kernel]);
        }
        if (gradients != null) {
          addTimes(share, kernels[kernel], gradients[vector]);
        }
      }
    }

    private void giveBias(int rows, float[] into) {
      Arrays.fill(into, 0);
      for (int row = 0; row < rows; row++) {
        for (int filter = 0; filter < filters; filter++) {
          into[filter] += gradient.floats()[row * filters + filter];
        }
      }
    }

    @Override
    public void close() {
      values.close();
      largest.close();
      gradient.close();
    }
  }

  /** One index for both arrays: so the loop is compiled to vector instructions. */
  private static void addTimes(float factor, float[] vector, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }
}
