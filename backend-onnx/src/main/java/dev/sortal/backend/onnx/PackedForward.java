package dev.sortal.backend.onnx;

import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what layers do to packed values, [stored, channels], into a graph.
 *
 * <p>The graph knows of no padding: it reads rows by indices that are made for each batch.
 */
final class PackedForward {
  private final Graph graph;
  private final Feeds feeds;
  private final Layouts layouts;
  private final Map<Integer, String> wholes = new HashMap<>();
  private final Map<Node, String> parts = new HashMap<>();
  private final Map<String, String> flattened = new HashMap<>();

  PackedForward(Graph graph, Feeds feeds, Layouts layouts) {
    this.graph = graph;
    this.feeds = feeds;
    this.layouts = layouts;
  }

  /** The windows of a convolution as rows of a matrix: [windows, places * channels]. */
  String columns(Node node, String input) {
    Windows windows = Windows.of(node);
    String padded = input;
    if (windows.isPadded() && !layouts.isTable(node.operand())) {
      int channels = windows.channels();
      String zero = graph.floats(new float[channels], 1, channels);
      padded = graph.concat(List.of(input, zero), 0);
    }
    String read = graph.op("Gather", padded, windows(node));
    return graph.reshape(read, -1, (long) windows.size() * windows.channels());
  }

  /** The feed that says what a convolution's windows see. */
  String windows(Node node) {
    return feeds.index(windowsName(node), Indices.windows(node), Graph.ANY);
  }

  static String windowsName(Node node) {
    return "windows." + node.index();
  }

  /** For each place of a pool's windows, the rows there. */
  List<String> places(Node node, String input) {
    List<String> places = new ArrayList<>();
    for (String index : placeIndices(node)) {
      places.add(graph.op("Gather", input, index));
    }
    return places;
  }

  /** The feeds that say what a pool's windows see, for each place one. */
  List<String> placeIndices(Node node) {
    List<String> indices = new ArrayList<>();
    for (int place = 0; place < Windows.of(node).size(); place++) {
      String name = "place." + node.index() + "." + place;
      indices.add(feeds.index(name, Indices.place(node, place), Graph.ANY));
    }
    return indices;
  }

  /** Whether a pool's windows see each of its input's positions exactly once. */
  static boolean seesOnce(Node pool) {
    Windows.Axis axis = Windows.of(pool).across();
    return axis.size() == axis.stride()
        && axis.padding() == Padding.VALID
        && axis.length() % axis.size() == 0;
  }

  /** Every position of every row: [rows, positions, channels]. */
  String whole(int value, String packed) {
    return wholes.computeIfAbsent(value, unused -> graph.op("Gather", packed, wholeIndex(value)));
  }

  String wholeIndex(int value) {
    return feeds.index("whole." + value, Indices.whole(value), Graph.ROWS, Graph.ANY);
  }

  /** The parts of each row that a global pool goes over: [rows, parts, channels]. */
  String parts(Node pool, String input) {
    return parts.computeIfAbsent(
        pool, unused -> graph.op("Gather", input, partsIndex(pool.operand())));
  }

  String partsIndex(int value) {
    return feeds.index("parts." + value, Indices.parts(value), Graph.ROWS, Graph.ANY);
  }

  String times(int value) {
    return feeds.weights("times." + value, Indices.times(value), Graph.ROWS, Graph.ANY, 1);
  }

  String shares(Node average) {
    return feeds.weights(
        "partShares." + average.index(), Indices.shares(average), Graph.ROWS, Graph.ANY, 1);
  }

  /** The share of all positions that each stored one stands for: [stored, 1]. */
  String weights(int value) {
    return feeds.weights("weights." + value, Indices.weights(value), Graph.ANY, 1);
  }

  /** A packed value without the row of zeros that comes after a table's. */
  String exactly(int value, String packed) {
    return layouts.isTable(value)
        ? graph.op("Slice", packed, graph.longs(0), graph.longs(-1), graph.longs(0))
        : packed;
  }

  String joined(Node node, List<String> values) {
    List<String> branches = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      branches.add(graph.op("Gather", values.get(i), joinIndex(node, i)));
    }
    return ((Layer.Parallel) node.layer()).join() == Join.ADD
        ? graph.sum(branches)
        : graph.concat(branches, 1);
  }

  String joinIndex(Node node, int branch) {
    int operand = node.operands().get(branch);
    return feeds.index(
        "join." + node.index() + "." + operand, Indices.joined(operand, node.value()), Graph.ANY);
  }

  /** The sums of a dense layer over a flattened value. */
  String dense(FlatDense dense, String packed) {
    boolean transpose = !dense.hasInputsFirst();
    String bias = dense.node().bias().name();
    String common = graph.gemm(common(dense, packed), dense.commonWeight(feeds), transpose, bias);
    return graph.gemm(outside(dense, packed), dense.outsideWeight(feeds), transpose, common);
  }

  /** The positions of each row outside of the common range: [rows, outside * channels]. */
  String outside(FlatDense dense, String packed) {
    return flattened.computeIfAbsent(
        dense.index(feeds), index -> graph.reshape(graph.op("Gather", packed, index), 0, -1));
  }

  /** The vector of the common range: [1, channels]. */
  String common(FlatDense dense, String packed) {
    return flattened.computeIfAbsent(
        dense.common(feeds), index -> graph.op("Gather", packed, index));
  }

  /** The feeds of the graph. */
  Feeds feeds() {
    return feeds;
  }
}
