package dev.sortal.integration.toy;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import dev.sortal.update.Updater;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** One pass of a batch through a network: translates its nodes into operations of the engine. */
final class ToyPass implements Layer.Visitor<Node, ToyValue> {
  private final InputRows inputs;
  private final Function<String, float[]> parameters;
  private final Map<Node, RowBuffer> masks;
  private final Set<String> trained;
  private final ToyTape tape = new ToyTape();
  private final Map<Integer, ToyValue> values = new HashMap<>();

  /**
   * Computes the logits of a batch.
   *
   * @param parameters a parameter's values by its name, in the layouts of the spec
   * @param masks the factors of each dropout layer that drops something; empty in evaluation mode
   * @param trained the names of the parameters that the step trains; empty in evaluation mode
   */
  ToyPass(
      Network network,
      InputRows inputs,
      Function<String, float[]> parameters,
      Map<Node, RowBuffer> masks,
      Set<String> trained) {
    this.inputs = inputs;
    this.parameters = parameters;
    this.masks = masks;
    this.trained = trained;
    for (int i = 0; i < inputs.size(); i++) {
      if (network.inputs().get(i) instanceof Input.Values) {
        values.put(i, numbers(i));
      }
    }
    for (Node node : network.nodes()) {
      values.put(node.value(), node.layer().accept(this, node));
    }
  }

  private ToyValue numbers(int input) {
    ToyValue value = new ToyValue(inputs.rows() * inputs.column(input).rowSize());
    inputs.column(input).floats().get(0, value.data);
    return value;
  }

  /** The value of that number. */
  ToyValue value(int number) {
    return Objects.requireNonNull(values.get(number));
  }

  /** Gives the gradients of all trained parameters to the updater. */
  void backward(Updater updater) {
    tape.backward(updater);
  }

  private ToyValue operand(Node node) {
    return value(node.operand());
  }

  private ToyValue zeros(Node node) {
    return new ToyValue(inputs.rows() * node.output().size());
  }

  @Override
  public ToyValue embedding(Layer.Embedding layer, Node node) {
    return tape.lookUp(
        node,
        parameters.apply(node.weight().name()),
        inputs.ids(node.operand()),
        inputs.rows() * node.input().size());
  }

  @Override
  public ToyValue embeddingBag(Layer.EmbeddingBag layer, Node node) {
    float[] table = parameters.apply(node.weight().name());
    return tape.addUp(node, layer.mode(), table, inputs.bags(node.operand()));
  }

  @Override
  public ToyValue conv1d(Layer.Conv1d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  @Override
  public ToyValue conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), node);
  }

  /** A convolution is a dense layer over what each window sees. */
  private ToyValue convolution(Activation activation, Node node) {
    ToyWindows windows = new ToyWindows(inputs.rows(), node);
    ToyValue patches = tape.gather(operand(node), windows.count(), windows::source);
    return tape.activate(activation, tape.affine(node, patches, parameters));
  }

  @Override
  public ToyValue dense(Layer.Dense layer, Node node) {
    return tape.activate(layer.activation(), tape.affine(node, operand(node), parameters));
  }

  @Override
  public ToyValue maxPool1d(Layer.MaxPool1d layer, Node node) {
    return maxPool(node);
  }

  @Override
  public ToyValue maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(node);
  }

  private ToyValue maxPool(Node node) {
    int[] largest = new ToyWindows(inputs.rows(), node).largest(operand(node).data);
    return tape.gather(operand(node), largest.length, i -> largest[i]);
  }

  @Override
  public ToyValue averagePool2d(Layer.AveragePool2d layer, Node node) {
    ToyWindows windows = new ToyWindows(inputs.rows(), node);
    float[] shares = Windows.of(node).shares();
    int channels = node.output().last();
    ToyValue seen = tape.gather(operand(node), windows.count(), windows::source);
    ToyValue y = zeros(node);
    tape.spread(
        seen,
        y,
        i -> i / windows.size(),
        i -> shares[i / windows.size() / channels % shares.length]);
    return y;
  }

  /** The mean of the positions that hold the maximum, so that they share its gradient. */
  @Override
  public ToyValue globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    float[] x = operand(node).data;
    float[] largest = new float[inputs.rows() * node.output().size()];
    int[] holders = new int[largest.length];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      largest[pool(i, node)] = Math.max(largest[pool(i, node)], x[i]);
    }
    for (int i = 0; i < x.length; i++) {
      holders[pool(i, node)] += x[i] == largest[pool(i, node)] ? 1 : 0;
    }
    ToyValue y = zeros(node);
    tape.spread(
        operand(node),
        y,
        i -> pool(i, node),
        i -> x[i] == largest[pool(i, node)] ? 1f / holders[pool(i, node)] : 0);
    return y;
  }

  @Override
  public ToyValue globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    RowBuffer shares = inputs.shares().get(node);
    float share = (float) node.output().size() / node.input().size();
    ToyValue y = zeros(node);
    tape.spread(
        operand(node),
        y,
        i -> pool(i, node),
        i -> shares == null ? share : shares.floats().get(i / node.input().last()));
    return y;
  }

  /** Where a global pool puts an element: into the same row and channel. */
  private static int pool(int element, Node node) {
    int channels = node.output().size();
    return element / node.input().size() * channels + element % channels;
  }

  /** Values are channels last and row-major already. */
  @Override
  public ToyValue flatten(Layer.Flatten layer, Node node) {
    return operand(node);
  }

  @Override
  public ToyValue dropout(Layer.Dropout layer, Node node) {
    RowBuffer mask = masks.get(node);
    if (mask == null) {
      return operand(node);
    }
    int together = node.input().size() / mask.rowSize();
    ToyValue y = zeros(node);
    tape.spread(operand(node), y, i -> i, i -> mask.floats().get(i / together));
    return y;
  }

  @Override
  public ToyValue batchNorm(Layer.BatchNorm layer, Node node) {
    if (node.normalisesByBatch(trained)) {
      ToyStatistics batch = ToyStatistics.of(operand(node).data, node.output().last());
      return tape.normalise(node, operand(node), batch, layer.epsilon(), true, parameters);
    }
    ToyStatistics moving =
        new ToyStatistics(
            parameters.apply(node.movingMean().name()),
            parameters.apply(node.movingVariance().name()));
    return tape.normalise(node, operand(node), moving, layer.epsilon(), false, parameters);
  }

  @Override
  public ToyValue parallel(Layer.Parallel layer, Node node) {
    ToyValue y = zeros(node);
    int width = node.output().last();
    int from = 0;
    for (int operand : node.operands()) {
      ToyValue x = value(operand);
      int channels = x.data.length / (y.data.length / width);
      int offset = from;
      tape.spread(x, y, i -> i / channels * width + offset + i % channels, i -> 1);
      from += layer.join() == Join.CONCAT ? channels : 0;
    }
    return y;
  }
}
