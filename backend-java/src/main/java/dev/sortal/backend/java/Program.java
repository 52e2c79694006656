package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Windows;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A network as operations in the order in which they run, with memory that grows to the largest
 * batch seen; for one thread.
 */
final class Program {
  private final Network network;
  private final Feed feed = new Feed();
  private final Kernels kernels;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Operation> learning = new ArrayList<>();
  private final Map<Integer, Value> values = new HashMap<>();

  private Program(
      Network network,
      Parameters parameters,
      Set<String> trained,
      boolean trains,
      Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    Compiler compiler = new Compiler(parameters, trained, trains);
    for (int i = 0; i < network.inputs().size(); i++) {
      if (network.inputs().get(i) instanceof Input.Values numbers) {
        int channels = numbers.shape().last();
        Value value = new Value(new Extent(numbers.shape().size() / channels), channels, false);
        values.put(i, value);
        operations.add(new Numbers(i, feed, value));
      }
    }
    for (Node node : network.nodes()) {
      values.put(node.value(), node.layer().accept(compiler, node));
    }
  }

  /** The network without dropout and backward pass. */
  static Program serving(Network network, Parameters parameters, Kernels kernels) {
    return new Program(network, parameters, Set.of(), false, kernels);
  }

  /** The network as it learns these parameters. */
  static Program training(
      Network network, Parameters parameters, Set<String> trained, Kernels kernels) {
    return new Program(network, parameters, trained, true, kernels);
  }

  /** Computes the logits of a batch. */
  void run(InputRows inputs, Map<Node, RowBuffer> masks, FloatBuffer into) {
    feed.take(inputs, masks);
    for (Operation operation : operations) {
      operation.forward();
    }
    into.put(0, result().data, 0, result().size());
  }

  /** The logits of the batch that was run last. */
  Value result() {
    return value(network.result());
  }

  /** Gives the gradients of all trained parameters away; those by the logits are there. */
  void backward(Updater updater) {
    for (int i = learning.size() - 1; i >= 0; i--) {
      learning.get(i).backward(updater);
    }
  }

  private Value value(int number) {
    return Objects.requireNonNull(values.get(number));
  }

  /** Makes the operation and the value of a node. */
  private final class Compiler implements Layer.Visitor<Node, Value> {
    private final Parameters parameters;
    private final Set<String> trained;
    private final boolean trains;

    Compiler(Parameters parameters, Set<String> trained, boolean trains) {
      this.parameters = parameters;
      this.trained = trained;
      this.trains = trains;
    }

    private Value operand(Node node) {
      return value(node.operand());
    }

    /** A value whose positions are those of the node's output. */
    private Value empty(Node node) {
      int channels = node.output().last();
      boolean learns = trains && (node.learns(trained) || readsLearning(node));
      return new Value(new Extent(node.output().size() / channels), channels, learns);
    }

    private boolean readsLearning(Node node) {
      return node.operands().stream().anyMatch(i -> values.containsKey(i) && value(i).learns);
    }

    private Value add(Operation operation, Value value) {
      operations.add(operation);
      if (value.learns) {
        learning.add(operation);
      }
      return value;
    }

    @Override
    public Value embedding(Layer.Embedding layer, Node node) {
      Value value = empty(node);
      Input.Tokens tokens = (Input.Tokens) network.inputs().get(node.operand());
      return add(new LookUp(node, tokens, feed, value, parameters), value);
    }

    @Override
    public Value embeddingBag(Layer.EmbeddingBag layer, Node node) {
      Value value = empty(node);
      Input.Bags bags = (Input.Bags) network.inputs().get(node.operand());
      return add(new BagSum(node, layer, bags, feed, value, parameters), value);
    }

    @Override
    public Value conv1d(Layer.Conv1d layer, Node node) {
      return linear(layer.activation(), sliding(node), node);
    }

    @Override
    public Value conv2d(Layer.Conv2d layer, Node node) {
      if (!CopyingWindows.suits(node)) {
        return linear(layer.activation(), sliding(node), node);
      }
      Windows windows = Windows.of(node);
      int count = windows.count();
      Value operand = operand(node);
      Value copies =
          new Value(new Extent(count), windows.size() * windows.channels(), operand.learns);
      add(new CopyingWindows(sliding(node), copies), copies);
      Windows.Axis each = new Windows.Axis(count, 1, 1, Padding.VALID);
      return linear(layer.activation(), Sources.along(copies, each), node);
    }

    @Override
    public Value dense(Layer.Dense layer, Node node) {
      return linear(layer.activation(), Sources.all(operand(node)), node);
    }

    private Value linear(Activation activation, Sources sources, Node node) {
      Value value = empty(node);
      if (value.learns && isReadByGlobalMaxOnly(node)) {
        value.winners = new Winners();
      }
      return add(new Linear(node, activation, sources, value, parameters, kernels), value);
    }

    private boolean isReadByGlobalMaxOnly(Node node) {
      List<Node> readers =
          network.nodes().stream().filter(n -> n.operands().contains(node.value())).toList();
      return readers.size() == 1 && readers.get(0).layer() instanceof Layer.GlobalMaxPool;
    }

    /** A sequence is a map of height 1 that may be stored in part. */
    private Sources sliding(Node node) {
      Windows windows = Windows.of(node);
      return node.input().rank() == 2
          ? Sources.along(operand(node), windows.across())
          : Sources.over(operand(node), windows);
    }

    @Override
    public Value maxPool1d(Layer.MaxPool1d layer, Node node) {
      Value value = empty(node);
      return add(new MaxPool(sliding(node), value), value);
    }

    @Override
    public Value maxPool2d(Layer.MaxPool2d layer, Node node) {
      Value value = empty(node);
      return add(new MaxPool(sliding(node), value), value);
    }

    @Override
    public Value averagePool2d(Layer.AveragePool2d layer, Node node) {
      Value value = empty(node);
      float[] shares = Windows.of(node).shares();
      return add(new AveragePool(sliding(node), shares, value), value);
    }

    @Override
    public Value globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
      Value value = empty(node);
      return add(new GlobalMax(operand(node), value), value);
    }

    @Override
    public Value globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
      Value value = empty(node);
      return add(new GlobalAverage(node, feed, operand(node), value), value);
    }

    @Override
    public Value flatten(Layer.Flatten layer, Node node) {
      if (Flattened.staysByPosition(network, node)) {
        return operand(node);
      }
      Value value = empty(node);
      return add(new Copying(operand(node), value), value);
    }

    @Override
    public Value dropout(Layer.Dropout layer, Node node) {
      if (!trains || layer.rate() == 0) {
        return operand(node);
      }
      Value value = empty(node);
      return add(new Dropping(node, feed, operand(node), value), value);
    }

    @Override
    public Value batchNorm(Layer.BatchNorm layer, Node node) {
      Value value = empty(node);
      boolean byBatch = trains && node.normalisesByBatch(trained);
      return add(new Normalising(node, layer, byBatch, operand(node), value, parameters), value);
    }

    @Override
    public Value parallel(Layer.Parallel layer, Node node) {
      Value value = empty(node);
      List<Value> branches = node.operands().stream().map(Program.this::value).toList();
      return add(new Joining(branches, layer.join(), value), value);
    }
  }
}
