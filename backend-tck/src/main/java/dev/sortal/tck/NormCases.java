package dev.sortal.tck;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.conv2d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool2d;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Small networks with batch normalisation. */
final class NormCases {
  private NormCases() {}

  /** Batch normalisation over rows, sequences and maps, and where branches part. */
  static Map<String, Network> layers() {
    Map<String, Network> cases = new LinkedHashMap<>();
    cases.put("batchNorm over rows", rows());
    cases.put(
        "batchNorm over texts, padded positions too",
        Network.of(
            new Input.Tokens("text", Cases.VOCABULARY, Cases.LENGTH, Side.PRE),
            embedding(4),
            conv1d(5, 3, Activation.RELU),
            batchNorm(),
            globalMaxPool(),
            dense(Cases.CLASSES)));
    cases.put(
        "batchNorm over maps",
        Network.of(
            new Input.Values("image", Shape.of(6, 7, 2)),
            batchNorm(),
            conv2d(3, 2, Activation.TANH),
            new Layer.BatchNorm(0.5, 0.1),
            flatten(),
            dense(Cases.CLASSES)));
    cases.put("batchNorm in a residual block", residual());
    return cases;
  }

  /** A network over rows of 5 numbers. */
  static Network rows() {
    return Network.of(
        new Input.Values("numbers", Shape.of(5)),
        dense(6, Activation.TANH),
        batchNorm(),
        dense(Cases.CLASSES));
  }

  /** A small residual network with dropout; the gradient of some of its biases is truly 0. */
  static Network residual() {
    return Network.of(
        new Input.Values("image", Shape.of(6, 7, 2)),
        conv2d(4, 3, Padding.SAME, Activation.RELU),
        batchNorm(),
        add(
            branch(
                conv2d(4, 3, Padding.SAME, Activation.RELU),
                batchNorm(),
                conv2d(4, 3, Padding.SAME, Activation.LINEAR),
                batchNorm()),
            branch()),
        maxPool2d(2),
        dropout(0.2),
        globalAveragePool(),
        dense(Cases.CLASSES));
  }

  /** Whether the network holds a batch normalisation. */
  static boolean isIn(Network network) {
    return network.nodes().stream().anyMatch(node -> node.layer() instanceof Layer.BatchNorm);
  }

  /**
   * The parameters that two engines can agree on: all but the biases of layers without activation
   * that reach batch normalisations only, and the means that these keep. A normalisation takes a
   * constant away, so that the true gradient is 0, and optimizers that divide by its size make
   * noise large.
   */
  static Set<String> comparable(Network network) {
    Set<String> names = Checks.names(network);
    Set<Integer> shiftless = new LinkedHashSet<>();
    for (int i = network.nodes().size() - 1; i >= 0; i--) {
      Node node = network.nodes().get(i);
      if (node.value() != network.result() && isShiftless(network, node, shiftless)) {
        shiftless.add(node.value());
        if (isLinear(node.layer())) {
          names.remove(node.bias().name());
          removeMeans(network, node.value(), names);
        }
      }
    }
    return names;
  }

  private static boolean isShiftless(Network network, Node node, Set<Integer> shiftless) {
    return network.nodes().stream()
        .filter(reader -> reader.operands().contains(node.value()))
        .allMatch(
            reader ->
                reader.layer() instanceof Layer.BatchNorm
                    || (reader.layer() instanceof Layer.Parallel
                        && shiftless.contains(reader.value())));
  }

  private static void removeMeans(Network network, int value, Set<String> names) {
    for (Node reader : network.nodes()) {
      if (reader.operands().contains(value)) {
        if (reader.layer() instanceof Layer.BatchNorm) {
          names.remove(reader.movingMean().name());
        } else {
          removeMeans(network, reader.value(), names);
        }
      }
    }
  }

  private static boolean isLinear(Layer layer) {
    return (layer instanceof Layer.Conv1d text && text.activation() == Activation.LINEAR)
        || (layer instanceof Layer.Conv2d map && map.activation() == Activation.LINEAR)
        || (layer instanceof Layer.Dense dense && dense.activation() == Activation.LINEAR);
  }
}
