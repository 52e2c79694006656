package dev.sortal.backend.java;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;

/** Which flattened values stay as they are stored, position by position. */
final class Flattened {
  private Flattened() {}

  /** Whether only dense layers read the result of a flattening, which can read it by positions. */
  static boolean staysByPosition(Network network, Node flatten) {
    return network.result() != flatten.value()
        && network.nodes().stream()
            .filter(node -> node.operands().contains(flatten.value()))
            .allMatch(node -> node.layer() instanceof Layer.Dense);
  }

  /** The positions of what a dense layer reads: 1 unless it is a flattening that stays. */
  static int places(Network network, Node dense) {
    for (Node node : network.nodes()) {
      if (node.value() == dense.operand()
          && node.layer() instanceof Layer.Flatten
          && staysByPosition(network, node)) {
        return node.input().size() / node.input().last();
      }
    }
    return 1;
  }
}
