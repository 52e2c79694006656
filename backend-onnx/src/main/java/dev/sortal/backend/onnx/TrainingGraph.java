package dev.sortal.backend.onnx;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The graph of a training step: loss, logits and gradients from parameters, inputs and targets.
 *
 * @param model the graph in ONNX's format
 * @param gradients the names of the parameters that have a gradient output of their own shape, or
 *     for bags without positions of that of their rows
 * @param tables what has gradients of the rows of packed tables
 * @param dense the trained dense layers over flattened packed values
 * @param sparse the global maxima whose backward pass goes on outside of the graph
 * @param learningTables the packed tables that have a gradient
 * @param feeds what is read of a batch by index
 */
record TrainingGraph(
    byte[] model,
    Set<String> gradients,
    List<RowsOutput> tables,
    List<FlatDense> dense,
    List<SparseMax> sparse,
    Set<Node> learningTables,
    Map<String, Feeds.Feed> feeds) {
  /**
   * An output of gradients of rows that a packed table gave.
   *
   * @param name of the output
   * @param width of its rows, each perhaps of several rows of the table
   * @param index the feeds that say which rows; none if each was read in turn
   */
  record RowsOutput(Node table, String name, int width, List<String> index) {}

  /** The targets of each row: [rows, classes]. */
  static final String TARGETS = "targets";

  /** The weight of each row over the number of rows: [rows, 1]. */
  static final String ROW_SCALE = "rowScale";

  /** The loss of the batch: a scalar. */
  static final String LOSS = "loss";

  /** The logits: [rows, classes]. */
  static final String LOGITS = "logits";

  /** The output that holds the gradient of a parameter. */
  static String gradientName(String parameter) {
    return "gradient." + parameter;
  }

  /** The output that holds the statistic of the batch that a moving one follows. */
  static String statisticName(String parameter) {
    return "batch." + parameter;
  }

  /**
   * The graph that trains these parameters of a network.
   *
   * @param exclusive whether a row has one class, else any number of labels
   */
  static TrainingGraph of(Network network, boolean exclusive, Set<String> trained) {
    Graph graph = new Graph();
    for (GraphParameter parameter : GraphParameter.of(network, true)) {
      graph.floats(parameter.name(), parameter.shape().toArray());
    }
    ForwardPass forward = ForwardPass.training(graph, network, trained);
    String logits = forward.value(network.result());
    String targets = graph.floats(TARGETS, Graph.ROWS, network.outputs());
    String rowScale = graph.floats(ROW_SCALE, Graph.ROWS, 1);

    // Of one class: -sum(scale * target * log softmax); of several labels: sum(scale * (softplus -
    // target * logit)). The gradient is scale * (probability - target).
    String terms;
    String probabilities;
    if (exclusive) {
      String logSoftmax = graph.op("LogSoftmax", logits);
      terms = graph.op("Neg", graph.op("Mul", logSoftmax, targets));
      probabilities = graph.op("Exp", logSoftmax);
    } else {
      terms = graph.op("Sub", graph.op("Softplus", logits), graph.op("Mul", logits, targets));
      probabilities = graph.op("Sigmoid", logits);
    }
    String loss = graph.reduce("ReduceSum", graph.op("Mul", terms, rowScale), false, 0, 1);
    String logitsGradient = graph.op("Mul", graph.op("Sub", probabilities, targets), rowScale);

    BackwardPass backward = new BackwardPass(graph, network, forward, logitsGradient, trained);
    Map<String, String> gradients = backward.gradients();
    graph.output(loss, LOSS);
    graph.output(logits, LOGITS, Graph.ROWS, network.outputs());
    List<RowsOutput> tables = new ArrayList<>();
    Set<Node> learning = new LinkedHashSet<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        String gradient = gradients.get(parameter.name());
        if (gradient != null) {
          boolean byBag = node.layer() instanceof Layer.Table;
          int[] own = GraphParameter.of(node, parameter).shape().toArray();
          int[] shape = byBag ? ForwardPass.withRows(node.output()) : own;
          graph.output(gradient, gradientName(parameter.name()), shape);
        }
      }
      if (backward.learnsRows(node)) {
        learning.add(node);
      }
      for (PackedBackward.RowsRead read : backward.packed().rowsRead(node)) {
        String name = gradientName(node.weight().name()) + "." + tables.size();
        graph.output(read.rows(), name, Graph.ANY, read.width());
        tables.add(new RowsOutput(node, name, read.width(), read.index()));
      }
      if (node.normalisesByBatch(trained)) {
        ForwardPass.Normalised by = forward.normalised(node);
        outputOf(graph, node.movingMean(), Objects.requireNonNull(by.mean()));
        outputOf(graph, node.movingVariance(), Objects.requireNonNull(by.variance()));
      }
    }
    for (FlatDense flat : backward.packed().flatDenses()) {
      flat.output(graph);
    }
    return new TrainingGraph(
        graph.toModel(),
        Set.copyOf(gradients.keySet()),
        tables,
        backward.packed().flatDenses(),
        backward.sparse(),
        learning,
        forward.packed().feeds().all());
  }

  private static void outputOf(Graph graph, Parameter moving, String batch) {
    int channels = moving.shape().dimension(0);
    graph.output(graph.reshape(batch, channels), statisticName(moving.name()), channels);
  }

  /** The graph that computes logits from parameters and inputs, without dropout. */
  static ServingGraph evaluation(Network network) {
    Graph graph = new Graph();
    for (GraphParameter parameter : GraphParameter.of(network, false)) {
      graph.floats(parameter.name(), parameter.shape().toArray());
    }
    return ServingGraph.of(graph, network, Map.of());
  }
}
