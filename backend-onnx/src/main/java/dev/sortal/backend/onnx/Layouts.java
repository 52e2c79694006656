package dev.sortal.backend.onnx;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * How a graph lays each value of a network out.
 *
 * <p>What layers make of texts, position by position, is packed. A dropout in training has a mask
 * for each padded position, so that from there on rows are laid out in full; so is all that is made
 * of numbers.
 */
final class Layouts {
  /** The layout of one value. */
  enum Layout {
    /** Every position of every row: [rows, ..]. */
    FULL,

    /** What an {@link dev.sortal.engine.Extent} stores: [stored, channels]. */
    PACKED,

    /** A packed value seen as one row of all its positions by dense layers; never written down. */
    FLATTENED
  }

  private final Network network;
  private final boolean training;
  private final List<Layout> layouts = new ArrayList<>();

  /**
   * The layouts of a network.
   *
   * @param training whether dropout drops
   */
  Layouts(Network network, boolean training) {
    this.network = network;
    this.training = training;
    network.inputs().forEach(input -> layouts.add(Layout.FULL));
    for (Node node : network.nodes()) {
      layouts.add(layout(node));
    }
  }

  private Layout layout(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Table) {
      return node.output().rank() == 2 ? Layout.PACKED : Layout.FULL;
    }
    if (isIdentity(node)) {
      return of(node.operand());
    }
    if (layer instanceof Layer.Flatten) {
      return isPacked(node.operand()) && isReadByDense(node.value())
          ? Layout.FLATTENED
          : Layout.FULL;
    }
    boolean staysPacked =
        !(layer instanceof Layer.Dropout)
            && node.output().rank() == 2
            && node.operands().stream().allMatch(this::isPacked);
    return staysPacked ? Layout.PACKED : Layout.FULL;
  }

  private boolean isReadByDense(int value) {
    return value != network.result()
        && network.nodes().stream()
            .filter(node -> node.operands().contains(value))
            .allMatch(
                node ->
                    node.layer() instanceof Layer.Dense
                        || isIdentity(node) && isReadByDense(node.value()));
  }

  /** Whether a node is a dropout that drops nothing. */
  boolean isIdentity(Node node) {
    return node.layer() instanceof Layer.Dropout dropout && (!training || dropout.rate() == 0);
  }

  Layout of(int value) {
    return layouts.get(value);
  }

  boolean isPacked(int value) {
    return of(value) == Layout.PACKED;
  }

  /** Whether the value is that of a table, packed, after which comes a row of zeros. */
  boolean isTable(int value) {
    int node = value - network.inputs().size();
    return isPacked(value) && network.nodes().get(node).layer() instanceof Layer.Table;
  }

  /** The packed value of which a flattened one is made. */
  int flattened(int value) {
    Node node = network.nodes().get(value - network.inputs().size());
    return isPacked(node.operand()) ? node.operand() : flattened(node.operand());
  }

  /** The channels of a value. */
  int channels(int value) {
    return network.shape(value).last();
  }

  /** Whether a node is a dense layer over a flattened value. */
  boolean isFlatDense(Node node) {
    return node.layer() instanceof Layer.Dense && of(node.operand()) == Layout.FLATTENED;
  }
}
