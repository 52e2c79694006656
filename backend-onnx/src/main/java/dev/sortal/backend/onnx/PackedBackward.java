package dev.sortal.backend.onnx;

import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the gradients of packed values into a graph, from those of the rows that were read. */
final class PackedBackward {
  /**
   * Gradients of rows that a packed table gave.
   *
   * @param rows one for each that was read, or several side by side
   * @param width of these rows
   * @param index the feeds that say which, one after the other; none if each was read in turn
   */
  record RowsRead(String rows, int width, List<String> index) {}

  private final Graph graph;
  private final ForwardPass forward;
  private final Layouts layouts;
  private final PackedForward packed;
  private final Inverse inverse;
  private final BiConsumer<Integer, String> arrive;
  private final Map<Integer, List<RowsRead>> rowsRead = new LinkedHashMap<>();
  private final List<FlatDense> flatDenses = new ArrayList<>();

  /**
   * A writer beside a backward pass.
   *
   * @param arrive takes the number of a value and its gradient
   */
  PackedBackward(Graph graph, ForwardPass forward, BiConsumer<Integer, String> arrive) {
    this.graph = graph;
    this.forward = forward;
    this.layouts = forward.layouts();
    this.packed = forward.packed();
    this.inverse = new Inverse(graph, packed.feeds());
    this.arrive = arrive;
  }

  /** The gradients of the rows of a trained packed table; none if the result depends on none. */
  List<RowsRead> rowsRead(Node table) {
    return rowsRead.getOrDefault(table.value(), List.of());
  }

  /** The trained dense layers over flattened packed values. */
  List<FlatDense> flatDenses() {
    return flatDenses;
  }

  /** Of each row of a table in turn. */
  void table(Node table, String gradient) {
    add(table.value(), new RowsRead(gradient, table.output().last(), List.of()));
  }

  private void add(int table, RowsRead rows) {
    rowsRead.computeIfAbsent(table, unused -> new ArrayList<>()).add(rows);
  }

  /** Of rows of a value, one for each that was read; see {@link Inverse}. */
  private void arriveBy(
      int value, String rows, List<String> index, @Nullable String times, boolean once) {
    int channels = layouts.channels(value);
    if (layouts.isTable(value)) {
      add(value, new RowsRead(rows, channels, index));
    } else {
      arrive.accept(value, inverse.of(value, rows, channels, index, times, once));
    }
  }

  /** A gradient as the rows of a matrix: [.., channels]. */
  private String rows(int value, String gradient) {
    return graph.reshape(gradient, -1, layouts.channels(value));
  }

  /** Of every position of every row. */
  void whole(int value, String gradient) {
    arriveBy(value, rows(value, gradient), List.of(packed.wholeIndex(value)), null, true);
  }

  /** Of the windows of a convolution: [windows, places * channels]. */
  void windows(Node node, String columns) {
    int value = node.operand();
    List<String> index = List.of(packed.windows(node));
    if (layouts.isTable(value)) {
      int width = layouts.channels(value) * Windows.of(node).size();
      add(value, new RowsRead(columns, width, index));
    } else {
      arriveBy(value, rows(value, columns), index, null, false);
    }
  }

  /** Of each place of a pool's windows. */
  void places(Node pool, List<String> parts) {
    boolean once = PackedForward.seesOnce(pool);
    String rows = graph.concat(parts, 0);
    arriveBy(pool.operand(), rows, packed.placeIndices(pool), null, once);
  }

  /** Of the input of a global maximum: equal ones share its gradient. */
  void globalMax(Node pool, String gradient) {
    int value = pool.operand();
    String axis = graph.longs(1);
    String parts = packed.parts(pool, forward.value(value));
    String largest = graph.op("Unsqueeze", forward.value(pool.value()), axis);
    String isLargest = graph.where("Equal", parts, largest);
    String holders = graph.op("Mul", isLargest, packed.times(value));
    String count = graph.reduce("ReduceSum", holders, true, 1);
    String share = graph.op("Div", graph.op("Unsqueeze", gradient, axis), count);
    parts(value, graph.op("Mul", holders, share));
  }

  /** Of the input of a global average. */
  void globalAverage(Node pool, String gradient) {
    String wide = graph.op("Unsqueeze", gradient, graph.longs(1));
    parts(pool.operand(), graph.op("Mul", wide, packed.shares(pool)));
  }

  private void parts(int value, String gradient) {
    List<String> index = List.of(packed.partsIndex(value));
    arriveBy(value, rows(value, gradient), index, packed.times(value), true);
  }

  /** Of a branch of a join. */
  void joined(Node join, int branch, String gradient) {
    int operand = join.operands().get(branch);
    arriveBy(operand, gradient, List.of(packed.joinIndex(join, branch)), null, true);
  }

  /**
   * Of the weight of a dense layer over a flattened value.
   *
   * @param sums the gradient of the layer's sums: [rows, units]
   * @param all that of all rows: [1, units]
   */
  void flatWeight(FlatDense flat, String sums, String all) {
    String input = forward.value(flat.value());
    flat.setGradients(
        graph.gemm(sums, true, packed.outside(flat, input), false),
        graph.gemm(all, true, packed.common(flat, input), false));
    flatDenses.add(flat);
  }

  /** Of the value that is flattened; see {@link #flatWeight}. */
  void flat(FlatDense flat, String sums, String all) {
    Feeds feeds = packed.feeds();
    String outside = graph.gemm(sums, false, flat.outsideWeight(feeds), false);
    String common = graph.gemm(all, false, flat.commonWeight(feeds), false);
    String rows = graph.concat(List.of(rows(flat.value(), outside), common), 0);
    arriveBy(flat.value(), rows, flat.read(feeds), null, true);
  }
}
