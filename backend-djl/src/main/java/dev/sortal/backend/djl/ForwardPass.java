package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.sortal.engine.InputRows;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.Windows;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One forward computation of a network; its arrays belong to the manager of what it reads.
 *
 * <p>Values are channels last, [rows, ..].
 */
final class ForwardPass implements Layer.Visitor<Node, NDArray> {
  private final InputRows inputs;
  private final Map<Integer, NDArray> values;
  private final Map<String, NDArray> parameters;
  private final Map<Node, NDArray> factors;
  private final boolean training;
  private final Set<String> trained;
  private final Map<Parameter, NDArray> statistics;

  private ForwardPass(
      InputRows inputs,
      Map<Integer, NDArray> values,
      Map<String, NDArray> parameters,
      Map<Node, NDArray> factors,
      boolean training,
      Set<String> trained,
      Map<Parameter, NDArray> statistics) {
    this.inputs = inputs;
    this.values = values;
    this.parameters = parameters;
    this.factors = factors;
    this.training = training;
    this.trained = trained;
    this.statistics = statistics;
  }

  /**
   * Computes logits as in training, recorded for a backward pass.
   *
   * @param inputs what was loaded
   * @param values inputs of numbers and looked up rows of tables by the numbers of their values;
   *     what is computed is added
   * @param parameters all but tables, by name
   * @param factors what the input is multiplied by of each dropout layer that drops something, and
   *     {@link InputRows#shares}
   * @param trained the names of the parameters that are trained
   * @param statistics takes for each moving statistic that follows the batch that of the batch
   */
  static NDArray training(
      Network network,
      InputRows inputs,
      Map<Integer, NDArray> values,
      Map<String, NDArray> parameters,
      Map<Node, NDArray> factors,
      Set<String> trained,
      Map<Parameter, NDArray> statistics) {
    return new ForwardPass(inputs, values, parameters, factors, true, trained, statistics)
        .logits(network);
  }

  /** Computes logits without dropout; the rest is as in {@link #training}. */
  static NDArray inference(
      Network network,
      InputRows inputs,
      Map<Integer, NDArray> values,
      Map<String, NDArray> parameters,
      Map<Node, NDArray> factors) {
    try (GradMode off = GradMode.off()) {
      return new ForwardPass(inputs, values, parameters, factors, false, Set.of(), Map.of())
          .logits(network);
    }
  }

  private NDArray logits(Network network) {
    for (Node node : network.nodes()) {
      values.put(node.value(), node.layer().accept(this, node));
    }
    return value(network.result());
  }

  private NDArray value(int number) {
    return Objects.requireNonNull(values.get(number));
  }

  private NDArray operand(Node node) {
    return value(node.operand());
  }

  private NDArray weight(Node node) {
    return parameter(node.weight());
  }

  private NDArray bias(Node node) {
    return parameter(node.bias());
  }

  private NDArray parameter(Parameter parameter) {
    return Objects.requireNonNull(parameters.get(parameter.name()));
  }

  @Override
  public NDArray embedding(Layer.Embedding layer, Node node) {
    return value(node.value());
  }

  @Override
  public NDArray embeddingBag(Layer.EmbeddingBag layer, Node node) {
    return value(node.value());
  }

  @Override
  public NDArray conv1d(Layer.Conv1d layer, Node node) {
    NDArray input = padded(node, 0);
    NDArray sums =
        training
            ? windowProducts(input, weight(node).transpose(0, 2, 1), node)
            : Conv1d.conv1d(
                    input.swapAxes(1, 2), weight(node), bias(node), new Shape(layer.stride()))
                .singletonOrThrow()
                .swapAxes(1, 2);
    return activate(layer.activation(), sums);
  }

  @Override
  public NDArray conv2d(Layer.Conv2d layer, Node node) {
    NDArray input = padded(node, 0);
    NDArray sums =
        training
            ? windowProducts(input, weight(node).transpose(0, 2, 3, 1), node)
            : channelsLast(
                Conv2d.conv2d(
                        channelsFirst(input),
                        weight(node),
                        bias(node),
                        new Shape(layer.strideDown(), layer.strideAcross()))
                    .singletonOrThrow());
    return activate(layer.activation(), sums);
  }

  private static NDArray channelsFirst(NDArray maps) {
    return maps.transpose(0, 3, 1, 2);
  }

  private static NDArray channelsLast(NDArray maps) {
    return maps.transpose(0, 2, 3, 1);
  }

  /**
   * As a product of matrices: a row for each window. The backward pass is twice as fast as that of
   * the engine's convolution, which turns its arrays around.
   *
   * @param kernel with channels last, in the order of the windows' elements
   */
  private NDArray windowProducts(NDArray input, NDArray kernel, Node node) {
    NDList places = places(input, node);
    // Joining a single array would detach it from the recorded computation.
    NDArray windows =
        places.size() == 1 ? places.get(0) : NDArrays.concat(places, node.input().rank());
    NDArray matrix = kernel.reshape(node.output().last(), -1);
    return Linear.linear(windows, matrix, bias(node)).singletonOrThrow();
  }

  /** For each place of a window, the elements at that place of all windows, as the output lies. */
  private NDList places(NDArray padded, Node node) {
    Windows windows = ((Layer.Sliding) node.layer()).windows(inputs.shape(node.operand()));
    boolean isMap = node.input().rank() == 3;
    NDList places = new NDList();
    for (int y = 0; y < windows.down().size(); y++) {
      NDArray lines = isMap ? every(padded, 1, y, windows.down()) : padded;
      for (int x = 0; x < windows.across().size(); x++) {
        places.add(every(lines, isMap ? 2 : 1, x, windows.across()));
      }
    }
    return places;
  }

  private static NDArray every(NDArray input, int axis, int place, Windows.Axis windows) {
    int last = place + (windows.count() - 1) * windows.stride();
    return JniUtils.slice((PtNDArray) input, axis, place, last + 1, windows.stride());
  }

  /** The engine sees channels first, over memory in which they are last. */
  @Override
  public NDArray maxPool1d(Layer.MaxPool1d layer, Node node) {
    return Pool.maxPool1d(
            padded(node, Float.NEGATIVE_INFINITY).swapAxes(1, 2),
            new Shape(layer.size()),
            new Shape(layer.stride()),
            new Shape(0),
            false)
        .swapAxes(1, 2);
  }

  @Override
  public NDArray maxPool2d(Layer.MaxPool2d layer, Node node) {
    return channelsLast(
        Pool.maxPool2d(
            channelsFirst(padded(node, Float.NEGATIVE_INFINITY)),
            new Shape(layer.height(), layer.width()),
            new Shape(layer.strideDown(), layer.strideAcross()),
            new Shape(0, 0),
            false));
  }

  /** The engine would count padding that it does not add itself. */
  @Override
  public NDArray averagePool2d(Layer.AveragePool2d layer, Node node) {
    Windows windows = Windows.of(node);
    NDList places = places(padded(node, 0), node);
    NDArray sum = places.size() == 1 ? places.get(0) : NDArrays.add(places.toArray(new NDArray[0]));
    if (!windows.isPadded()) {
      return sum.mul(1f / windows.size());
    }
    Shape shape = new Shape(windows.down().count(), windows.across().count(), 1);
    return sum.mul(sum.getManager().create(windows.shares(), shape));
  }

  /** However short a sequence is cut, it has the same padding. */
  private NDArray padded(Node node, double with) {
    Windows windows = Windows.of(node);
    if (!windows.isPadded()) {
      return operand(node);
    }
    Windows.Axis across = windows.across();
    Windows.Axis down = windows.down();
    // From the last axis on: channels, positions, lines.
    Shape widths =
        node.input().rank() == 3
            ? new Shape(0, 0, across.before(), across.after(), down.before(), down.after())
            : new Shape(0, 0, across.before(), across.after());
    return operand(node).pad(widths, with);
  }

  /**
   * The engine gives the gradient of a maximum to one position. So that equal maxima share it, a
   * training pass takes the mean of the positions that hold the maximum, which is the same number.
   */
  @Override
  public NDArray globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    NDArray positions = positions(node);
    int[] axis = {1};
    if (!training) {
      return positions.max(axis);
    }
    NDArray share;
    try (GradMode off = GradMode.off()) {
      NDArray holds = positions.eq(positions.max(axis, true)).toType(DataType.FLOAT32, false);
      holds = factors.containsKey(node) ? holds.mul(factors.get(node)) : holds;
      share = holds.div(holds.sum(axis, true));
    }
    return positions.mul(share).sum(axis);
  }

  @Override
  public NDArray globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    NDArray shares = factors.get(node);
    return shares == null
        ? positions(node).mean(new int[] {1})
        : operand(node).mul(shares).sum(new int[] {1});
  }

  /** All axes but rows and channels as one. */
  private NDArray positions(Node pool) {
    int channels = pool.input().last();
    int positions = inputs.shape(pool.operand()).size() / channels;
    return operand(pool).reshape(-1, positions, channels);
  }

  @Override
  public NDArray flatten(Layer.Flatten layer, Node node) {
    return operand(node).reshape(-1, inputs.shape(node.operand()).size());
  }

  @Override
  public NDArray dense(Layer.Dense layer, Node node) {
    NDArray sums = Linear.linear(operand(node), weight(node), bias(node)).singletonOrThrow();
    return activate(layer.activation(), sums);
  }

  @Override
  public NDArray dropout(Layer.Dropout layer, Node node) {
    NDArray mask = factors.get(node);
    return mask == null ? operand(node) : operand(node).mul(mask);
  }

  @Override
  public NDArray batchNorm(Layer.BatchNorm layer, Node node) {
    NDArray x = operand(node);
    NDArray mean;
    NDArray variance;
    NDArray centred;
    if (node.normalisesByBatch(trained)) {
      mean = mean(x, node);
      centred = x.sub(mean);
      variance = mean(centred.mul(centred), node);
      statistics.put(node.movingMean(), mean);
      statistics.put(node.movingVariance(), variance);
    } else {
      mean = parameter(node.movingMean());
      variance = parameter(node.movingVariance());
      centred = x.sub(mean);
    }
    NDArray slope = weight(node).div(variance.add((float) layer.epsilon()).sqrt());
    return centred.mul(slope).add(bias(node));
  }

  /** Of each channel over all rows and positions. */
  private NDArray mean(NDArray x, Node node) {
    NDArray shares = factors.get(node);
    NDArray vectors = (shares == null ? x : x.mul(shares)).reshape(-1, node.input().last());
    int[] axis = {0};
    return shares == null ? vectors.mean(axis) : vectors.sum(axis).div(inputs.rows());
  }

  @Override
  public NDArray parallel(Layer.Parallel layer, Node node) {
    NDList branches = new NDList();
    node.operands().forEach(operand -> branches.add(value(operand)));
    if (branches.size() == 1) {
      // duplicate() would lose the gradient.
      return branches.get(0).mul(1);
    }
    return layer.join() == Join.ADD
        ? NDArrays.add(branches.toArray(new NDArray[0]))
        : NDArrays.concat(branches, node.output().rank());
  }

  private static NDArray activate(Activation activation, NDArray x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> ai.djl.nn.Activation.relu(x);
      case TANH -> ai.djl.nn.Activation.tanh(x);
      case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
      case GELU -> ai.djl.nn.Activation.gelu(x);
    };
  }
}
