package dev.sortal.backend.onnx;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes the gradients of a network's trained parameters into the graph of its forward pass.
 *
 * <p>A table's gradient is left as one row for each time that a position was read, or for each bag:
 * adding rows up by id is done outside, since the engine's scatter races with itself.
 */
final class BackwardPass implements Layer.Visitor<Node, Void> {
  private final Graph graph;
  private final ForwardPass forward;
  private final Layouts layouts;
  private final PackedBackward packedBackward;
  private final Activations activations;
  private final Map<Node, SparseMax> sparse;
  private final List<SparseMax> sparseWritten = new ArrayList<>();
  private final Set<String> trained;
  private final Set<Integer> wanted = new HashSet<>();
  private final Map<Integer, List<String>> arriving = new HashMap<>();
  private final Map<String, String> gradients = new LinkedHashMap<>();

  /**
   * Writes the gradients.
   *
   * @param logitsGradient the gradient of the loss by the network's result
   * @param trained the names of the parameters to write gradients of
   */
  BackwardPass(
      Graph graph,
      Network network,
      ForwardPass forward,
      String logitsGradient,
      Set<String> trained) {
    this.graph = graph;
    this.forward = forward;
    this.layouts = forward.layouts();
    this.packedBackward = new PackedBackward(graph, forward, this::arrive);
    this.activations = new Activations(graph);
    this.sparse = SparseMax.of(network, layouts);
    this.trained = trained;
    for (Node node : network.nodes()) {
      if (node.learns(trained) || node.operands().stream().anyMatch(wanted::contains)) {
        wanted.add(node.value());
      }
    }
    arrive(network.result(), logitsGradient);
    List<Node> nodes = network.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (arriving.containsKey(node.value())) {
        node.layer().accept(this, node);
      }
    }
  }

  /**
   * The gradient of each trained parameter that the result depends on, by name; but for packed
   * tables.
   */
  Map<String, String> gradients() {
    return gradients;
  }

  /** What was written for packed values. */
  PackedBackward packed() {
    return packedBackward;
  }

  /** The global maxima whose backward pass goes on outside of the graph. */
  List<SparseMax> sparse() {
    return sparseWritten;
  }

  /** Whether a node is a packed table on which the result depends by what it learns. */
  boolean learnsRows(Node node) {
    int value = node.value();
    return !packedBackward.rowsRead(node).isEmpty()
        || wanted.contains(value) && sparseWritten.stream().anyMatch(max -> max.table() == value);
  }

  private void arrive(int value, String gradient) {
    if (wanted.contains(value)) {
      arriving.computeIfAbsent(value, unused -> new ArrayList<>()).add(gradient);
    }
  }

  /** The gradient of a value, every position of every row, arrives. */
  private void arriveFull(int value, String gradient) {
    if (layouts.isPacked(value) && wanted.contains(value)) {
      packedBackward.whole(value, gradient);
    } else {
      arrive(value, gradient);
    }
  }

  /** The gradient of a node's output: the sum over all that read it. */
  private String gradient(Node node) {
    return graph.sum(Objects.requireNonNull(arriving.get(node.value())));
  }

  private boolean isWanted(Node node) {
    return wanted.contains(node.operand());
  }

  @Override
  public Void embedding(Layer.Embedding layer, Node node) {
    return table(node);
  }

  @Override
  public Void embeddingBag(Layer.EmbeddingBag layer, Node node) {
    return table(node);
  }

  private Void table(Node node) {
    if (layouts.isPacked(node.value())) {
      packedBackward.table(node, gradient(node));
    } else {
      gradients.put(node.weight().name(), gradient(node));
    }
    return null;
  }

  @Override
  public Void conv1d(Layer.Conv1d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  @Override
  public Void conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  private Void convolution(Activation activation, Node node) {
    int filters = node.output().last();
    int channels = node.input().last();
    int places = node.weight().shape().size() / filters / channels;
    boolean isPacked = layouts.isPacked(node.value());
    String flat = gradient(node);
    String output = forward.value(node.value());
    if (!isPacked) {
      flat = graph.reshape(flat, -1, filters);
      output = graph.reshape(output, -1, filters);
    }
    String sums = deactivate(activation, flat, output, node);
    if (trained.contains(node.weight().name())) {
      gradients.put(node.weight().name(), graph.gemm(sums, true, forward.columns(node), false));
    }
    biasGradient(node, sums);
    if (isWanted(node)) {
      String columns = graph.gemm(sums, false, node.weight().name(), false);
      if (isPacked) {
        packedBackward.windows(node, columns);
        return null;
      }
      Patches patches = new Patches(graph, node);
      int width = places * channels;
      String rows = patches.part(patches.output(columns, width), width);
      long[] widths = new long[places];
      Arrays.fill(widths, channels);
      arrive(
          node.operand(),
          patches.put(places == 1 ? List.of(rows) : graph.splitLast(rows, 3, widths)));
    }
    return null;
  }

  @Override
  public Void maxPool1d(Layer.MaxPool1d layer, Node node) {
    return maxPool(node);
  }

  @Override
  public Void maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(node);
  }

  private Void maxPool(Node node) {
    if (!isWanted(node)) {
      return null;
    }
    Patches patches = new Patches(graph, node);
    int channels = node.output().last();
    boolean isPacked = layouts.isPacked(node.value());
    List<String> places = forward.places(node);
    List<String> parts = new ArrayList<>();
    String rest = gradient(node);
    String largest = forward.value(node.value());
    if (!isPacked) {
      rest = patches.part(rest, channels);
      largest = patches.part(largest, channels);
    }
    // The first place that holds the maximum takes the gradient; later ones find it gone.
    for (String place : places.subList(0, places.size() - 1)) {
      String part = graph.op("Mul", rest, graph.where("Equal", place, largest));
      parts.add(part);
      rest = graph.op("Sub", rest, part);
    }
    parts.add(rest);
    if (isPacked) {
      packedBackward.places(node, parts);
    } else {
      arrive(node.operand(), patches.put(parts));
    }
    return null;
  }

  @Override
  public Void averagePool2d(Layer.AveragePool2d layer, Node node) {
    if (isWanted(node)) {
      Patches patches = new Patches(graph, node);
      String part = patches.part(patches.averaged(gradient(node)), node.output().last());
      arrive(node.operand(), patches.put(Collections.nCopies(Windows.of(node).size(), part)));
    }
    return null;
  }

  @Override
  public Void globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    SparseMax outside = sparse.get(node);
    if (isWanted(node) && outside != null) {
      outside.write(graph, forward, gradient(node));
      sparseWritten.add(outside);
    } else if (isWanted(node) && layouts.isPacked(node.operand())) {
      packedBackward.globalMax(node, gradient(node));
    } else if (isWanted(node)) {
      long[] axes = ForwardPass.positionAxes(node);
      String axesName = graph.longs(axes);
      String largest = graph.op("Unsqueeze", forward.value(node.value()), axesName);
      String isLargest = graph.where("Equal", forward.value(node.operand()), largest);
      String count = graph.reduce("ReduceSum", isLargest, true, axes);
      String gradient = graph.op("Unsqueeze", gradient(node), axesName);
      arrive(node.operand(), graph.op("Mul", isLargest, graph.op("Div", gradient, count)));
    }
    return null;
  }

  @Override
  public Void globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    if (isWanted(node) && layouts.isPacked(node.operand())) {
      packedBackward.globalAverage(node, gradient(node));
    } else if (isWanted(node) && layer.scope() == PoolScope.TOKENS) {
      String wide = graph.op("Unsqueeze", gradient(node), graph.longs(1));
      arrive(node.operand(), graph.op("Mul", wide, ForwardPass.sharesName(node)));
    } else if (isWanted(node)) {
      int positions = node.input().size() / node.input().last();
      String share = graph.op("Mul", gradient(node), graph.scalar(1.0 / positions));
      String wide = graph.op("Unsqueeze", share, graph.longs(ForwardPass.positionAxes(node)));
      long[] shape = ForwardPass.positions(node.input());
      shape[0] = 1;
      arrive(node.operand(), graph.op("Expand", wide, graph.longs(shape)));
    }
    return null;
  }

  @Override
  public Void flatten(Layer.Flatten layer, Node node) {
    if (isWanted(node)) {
      arriveFull(
          node.operand(), graph.reshape(gradient(node), ForwardPass.positions(node.input())));
    }
    return null;
  }

  @Override
  public Void dense(Layer.Dense layer, Node node) {
    String sums = deactivate(layer.activation(), gradient(node), forward.value(node.value()), node);
    FlatDense flat = forward.flatDense(node);
    if (flat != null) {
      flatDense(flat, sums);
      return null;
    }
    if (trained.contains(node.weight().name())) {
      gradients.put(
          node.weight().name(), graph.gemm(sums, true, forward.value(node.operand()), false));
    }
    biasGradient(node, sums);
    if (isWanted(node)) {
      arrive(node.operand(), graph.gemm(sums, false, node.weight().name(), false));
    }
    return null;
  }

  private void flatDense(FlatDense flat, String sums) {
    Node node = flat.node();
    String all = graph.reduce("ReduceSum", sums, true, 0);
    if (trained.contains(node.weight().name())) {
      packedBackward.flatWeight(flat, sums, all);
    }
    biasGradient(node, all);
    if (wanted.contains(flat.value())) {
      packedBackward.flat(flat, sums, all);
    }
  }

  private void biasGradient(Node node, String sums) {
    if (trained.contains(node.bias().name())) {
      gradients.put(node.bias().name(), graph.reduce("ReduceSum", sums, false, 0));
    }
  }

  @Override
  public Void dropout(Layer.Dropout layer, Node node) {
    if (layer.rate() == 0) {
      arrive(node.operand(), gradient(node));
    } else if (isWanted(node)) {
      arriveFull(node.operand(), graph.op("Mul", gradient(node), ForwardPass.maskName(node)));
    }
    return null;
  }

  /**
   * dx = gamma / deviation (dy - mean dy - normalised mean (dy normalised)), the means by batch.
   */
  @Override
  public Void batchNorm(Layer.BatchNorm layer, Node node) {
    ForwardPass.Normalised by = forward.normalised(node);
    boolean isPacked = layouts.isPacked(node.operand());
    String gradient =
        isPacked ? gradient(node) : graph.reshape(gradient(node), -1, node.input().last());
    String byValues = graph.op("Mul", gradient, by.values());
    if (trained.contains(node.weight().name())) {
      gradients.put(node.weight().name(), graph.reduce("ReduceSum", byValues, false, 0));
    }
    biasGradient(node, gradient);
    if (isWanted(node)) {
      String rest = gradient;
      if (by.isByBatch()) {
        String mean = isPacked ? "ReduceSum" : "ReduceMean";
        String plain = graph.reduce(mean, gradient, true, 0);
        String share = graph.op("Mul", by.values(), graph.reduce(mean, byValues, true, 0));
        if (isPacked) {
          // The gradient at a stored position is that of all for which it stands.
          String less =
              graph.op(
                  "Mul", graph.op("Add", plain, share), forward.packed().weights(node.operand()));
          rest = graph.op("Sub", rest, less);
        } else {
          rest = graph.op("Sub", graph.op("Sub", rest, plain), share);
        }
      }
      String slope = graph.op("Mul", node.weight().name(), by.slope());
      String result = graph.op("Mul", rest, slope);
      arrive(
          node.operand(),
          isPacked ? result : graph.reshape(result, ForwardPass.positions(node.input())));
    }
    return null;
  }

  @Override
  public Void parallel(Layer.Parallel layer, Node node) {
    String gradient = gradient(node);
    int branches = node.operands().size();
    if (layer.join() == Join.ADD || branches == 1) {
      for (int i = 0; i < branches; i++) {
        arriveFrom(node, i, gradient);
      }
      return null;
    }
    long[] channels = node.operands().stream().mapToLong(layouts::channels).toArray();
    int rank = layouts.isPacked(node.value()) ? 2 : node.output().rank() + 1;
    List<String> parts = graph.splitLast(gradient, rank, channels);
    for (int i = 0; i < branches; i++) {
      arriveFrom(node, i, parts.get(i));
    }
    return null;
  }

  private void arriveFrom(Node join, int branch, String gradient) {
    int operand = join.operands().get(branch);
    if (!layouts.isPacked(join.value())) {
      arriveFull(operand, gradient);
    } else if (wanted.contains(operand)) {
      packedBackward.joined(join, branch, gradient);
    }
  }

  private String deactivate(Activation activation, String gradient, String output, Node node) {
    return activations.timesSlope(activation, gradient, output, forward.beforeActivation(node));
  }
}
