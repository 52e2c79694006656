package dev.sortal.backend.onnx;

import dev.sortal.spec.Activation;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.PoolScope;
import dev.sortal.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the forward computation of a network into a graph, and remembers what a backward pass
 * needs.
 *
 * <p>Tables are looked up outside, which saves a copy of them with every step, and adding up rows
 * is what the engine's scatter does wrong or slowly; the graph begins with what they give. Values
 * are channels last: [rows, ..], or those of texts packed, see {@link Layouts}. A convolution is
 * one matrix product over its windows laid side by side. Parameters go by their names, in the
 * layouts of the spec.
 */
final class ForwardPass implements Layer.Visitor<Node, String> {
  /** What padding must be smaller than; finite, since 0 times infinity is not a number. */
  private static final double LOWEST = -Float.MAX_VALUE;

  private final Graph graph;
  private final Layouts layouts;
  private final PackedForward packed;
  private final Activations activations;
  private final Set<String> trained;
  private final Map<Node, ServedWeight> served;
  private final Map<Integer, String> values = new HashMap<>();
  private final Map<Node, String> beforeActivation = new HashMap<>();
  private final Map<Node, String> columns = new HashMap<>();
  private final Map<Node, List<String>> pooled = new HashMap<>();
  private final Map<Node, FlatDense> flatDenses = new LinkedHashMap<>();
  private final Map<Node, Normalised> normalised = new HashMap<>();

  /**
   * What a batch normalisation computes on the way; rows of channels.
   *
   * @param values the input less the mean, over the deviation: [rows * positions, channels]
   * @param slope one over the deviation: [channels]
   * @param mean of the batch where it normalises by that: [1, channels]
   * @param variance likewise
   */
  record Normalised(String values, String slope, @Nullable String mean, @Nullable String variance) {
    boolean isByBatch() {
      return mean != null;
    }
  }

  private ForwardPass(
      Graph graph,
      Network network,
      boolean training,
      Set<String> trained,
      Map<Node, ServedWeight> served) {
    this.graph = graph;
    this.served = served;
    this.layouts = new Layouts(network, training);
    this.packed = new PackedForward(graph, new Feeds(graph), layouts);
    this.activations = new Activations(graph);
    this.trained = trained;
    for (int i = 0; i < network.inputs().size(); i++) {
      if (network.inputs().get(i) instanceof Input.Values numbers) {
        values.put(i, graph.floats(inputName(i), withRows(numbers.shape())));
      }
    }
    for (Node node : network.nodes()) {
      values.put(node.value(), node.layer().accept(this, node));
    }
  }

  /** Writes the whole network as it trains these parameters. */
  static ForwardPass training(Graph graph, Network network, Set<String> trained) {
    return new ForwardPass(graph, network, true, trained, Map.of());
  }

  /**
   * Writes the whole network without dropout, by moving statistics.
   *
   * @param served the weights of dense layers over flattened values that do not change any more
   */
  static ForwardPass inference(Graph graph, Network network, Map<Node, ServedWeight> served) {
    return new ForwardPass(graph, network, false, Set.of(), served);
  }

  /** How the values are laid out. */
  Layouts layouts() {
    return layouts;
  }

  /** What was written for packed values. */
  PackedForward packed() {
    return packed;
  }

  /** The dense layers over flattened packed values. */
  Collection<FlatDense> flatDenses() {
    return flatDenses.values();
  }

  /** The dense layer over a flattened packed value; null if the node is none. */
  @Nullable FlatDense flatDense(Node node) {
    return flatDenses.get(node);
  }

  static String inputName(int index) {
    return "input." + index;
  }

  /** What is fed in place of a layer of bags: what it gives. */
  static String bagsName(Node embeddingBag) {
    return "bags." + embeddingBag.index();
  }

  /** What is fed in place of a packed table: the rows that it gives, then one of zeros. */
  static String rowsName(Node table) {
    return "rows." + table.index();
  }

  static String sharesName(Node average) {
    return "shares." + average.index();
  }

  static String maskName(Node dropout) {
    return "mask." + dropout.index();
  }

  static int[] withRows(Shape shape) {
    int[] dimensions = new int[shape.rank() + 1];
    dimensions[0] = Graph.ROWS;
    System.arraycopy(shape.toArray(), 0, dimensions, 1, shape.rank());
    return dimensions;
  }

  /** The name of a value of the network. */
  String value(int number) {
    return known(values, number);
  }

  /** A value with every position of every row. */
  String full(int number) {
    return layouts.isPacked(number) ? packed.whole(number, value(number)) : value(number);
  }

  /** What a convolution or dense layer gives its activation. */
  String beforeActivation(Node node) {
    return known(beforeActivation, node);
  }

  /** The windows of a convolution as rows of a matrix: [rows * windows, places * channels]. */
  String columns(Node convolution) {
    return known(columns, convolution);
  }

  /** For each place of a pool's windows, the elements there. */
  List<String> places(Node pool) {
    return known(pooled, pool);
  }

  /** What a batch normalisation computed. */
  Normalised normalised(Node norm) {
    return known(normalised, norm);
  }

  private static <K, V> V known(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key));
  }

  @Override
  public String embedding(Layer.Embedding layer, Node node) {
    return graph.floats(rowsName(node), Graph.ANY, layer.width());
  }

  @Override
  public String embeddingBag(Layer.EmbeddingBag layer, Node node) {
    return layouts.isPacked(node.value())
        ? graph.floats(rowsName(node), Graph.ANY, layer.width())
        : graph.floats(bagsName(node), withRows(node.output()));
  }

  @Override
  public String conv1d(Layer.Conv1d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  @Override
  public String conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  /** A product of the windows and the kernels. */
  private String convolution(Activation activation, Node node) {
    Patches patches = new Patches(graph, node);
    int filters = node.output().last();
    long width = node.weight().shape().size() / filters;
    boolean isPacked = layouts.isPacked(node.operand());
    String column =
        isPacked
            ? packed.columns(node, value(node.operand()))
            : graph.reshape(graph.concat(patches.take(value(node.operand()), 0), 2), -1, width);
    columns.put(node, column);
    String sums = graph.gemm(column, node.weight().name(), true, node.bias().name());
    String result = activate(activation, sums, node);
    return isPacked ? result : patches.output(result, filters);
  }

  @Override
  public String maxPool1d(Layer.MaxPool1d layer, Node node) {
    return maxPool(node);
  }

  @Override
  public String maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(node);
  }

  private String maxPool(Node node) {
    Patches patches = new Patches(graph, node);
    String input = value(node.operand());
    boolean isPacked = layouts.isPacked(node.operand());
    List<String> places = isPacked ? packed.places(node, input) : patches.take(input, LOWEST);
    pooled.put(node, places);
    String largest =
        places.size() == 1 ? places.get(0) : graph.op("Max", places.toArray(String[]::new));
    return isPacked ? largest : patches.output(largest, node.output().last());
  }

  @Override
  public String averagePool2d(Layer.AveragePool2d layer, Node node) {
    Patches patches = new Patches(graph, node);
    String sum = graph.sum(patches.take(value(node.operand()), 0));
    return patches.averaged(patches.output(sum, node.output().last()));
  }

  @Override
  public String globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    String input = value(node.operand());
    return layouts.isPacked(node.operand())
        ? graph.reduce("ReduceMax", packed.parts(node, input), false, 1)
        : graph.reduce("ReduceMax", input, false, positionAxes(node));
  }

  @Override
  public String globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    if (layouts.isPacked(node.operand())) {
      String parts = packed.parts(node, value(node.operand()));
      return graph.reduce("ReduceSum", graph.op("Mul", parts, packed.shares(node)), false, 1);
    }
    if (layer.scope() == PoolScope.TOKENS) {
      String shares = graph.floats(sharesName(node), Graph.ROWS, node.input().dimension(0), 1);
      return graph.reduce(
          "ReduceSum", graph.op("Mul", value(node.operand()), shares), false, positionAxes(node));
    }
    return graph.reduce("ReduceMean", value(node.operand()), false, positionAxes(node));
  }

  /** All axes but those of rows and channels. */
  static long[] positionAxes(Node pool) {
    long[] axes = new long[pool.input().rank() - 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i + 1L;
    }
    return axes;
  }

  @Override
  public String flatten(Layer.Flatten layer, Node node) {
    return layouts.of(node.value()) == Layouts.Layout.FLATTENED
        ? value(node.operand())
        : graph.reshape(full(node.operand()), -1, node.input().size());
  }

  @Override
  public String dense(Layer.Dense layer, Node node) {
    String input = value(node.operand());
    if (layouts.isFlatDense(node)) {
      int flattened = layouts.flattened(node.operand());
      FlatDense dense =
          new FlatDense(node, flattened, layouts.channels(flattened), served.get(node));
      flatDenses.put(node, dense);
      return activate(layer.activation(), packed.dense(dense, input), node);
    }
    String sums = graph.gemm(input, node.weight().name(), true, node.bias().name());
    return activate(layer.activation(), sums, node);
  }

  @Override
  public String dropout(Layer.Dropout layer, Node node) {
    if (layouts.isIdentity(node)) {
      return value(node.operand());
    }
    int[] shape = withRows(node.input());
    if (layer.unit() == DropoutUnit.POSITIONS) {
      shape[shape.length - 1] = 1;
    }
    return graph.op("Mul", full(node.operand()), graph.floats(maskName(node), shape));
  }

  @Override
  public String batchNorm(Layer.BatchNorm layer, Node node) {
    String input = value(node.operand());
    boolean isPacked = layouts.isPacked(node.operand());
    String rows =
        isPacked
            ? packed.exactly(node.operand(), input)
            : graph.reshape(input, -1, node.input().last());
    String mean = node.movingMean().name();
    String variance = node.movingVariance().name();
    boolean byBatch = node.normalisesByBatch(trained);
    if (byBatch) {
      mean = mean(node, rows);
    }
    String centred = graph.op("Sub", rows, mean);
    if (byBatch) {
      variance = mean(node, graph.op("Mul", centred, centred));
    }
    String deviation = graph.op("Sqrt", graph.op("Add", variance, graph.scalar(layer.epsilon())));
    String slope = graph.op("Reciprocal", deviation);
    String values = graph.op("Mul", centred, slope);
    normalised.put(
        node, new Normalised(values, slope, byBatch ? mean : null, byBatch ? variance : null));
    String scaled = graph.op("Mul", values, node.weight().name());
    String result = graph.op("Add", scaled, node.bias().name());
    return isPacked ? result : graph.reshape(result, positions(node.input()));
  }

  /** The mean of rows of channels over all positions of a batch: [1, channels]. */
  String mean(Node norm, String rows) {
    return layouts.isPacked(norm.operand())
        ? graph.gemm(packed.weights(norm.operand()), true, rows, false)
        : graph.reduce("ReduceMean", rows, true, 0);
  }

  /** A shape with as many rows as there are. */
  static long[] positions(Shape shape) {
    return Arrays.stream(withRows(shape)).asLongStream().toArray();
  }

  @Override
  public String parallel(Layer.Parallel layer, Node node) {
    if (layouts.isPacked(node.value())) {
      return packed.joined(node, node.operands().stream().map(this::value).toList());
    }
    List<String> branches = new ArrayList<>();
    for (int operand : node.operands()) {
      branches.add(full(operand));
    }
    return layer.join() == Join.ADD
        ? graph.sum(branches)
        : graph.concat(branches, node.output().rank());
  }

  private String activate(Activation activation, String sums, Node node) {
    beforeActivation.put(node, sums);
    return activations.apply(activation, sums);
  }
}
