package dev.sortal.spec;

import java.util.ArrayList;
import java.util.List;

/** Changes how many logits layers end in. */
final class Outputs {
  private Outputs() {}

  /**
   * These layers with that many logits; those that are added up have as many each.
   *
   * @throws IllegalArgumentException if the last layer does not say how many it gives
   */
  static List<Layer> of(List<Layer> layers, int outputs) {
    if (layers.isEmpty()) {
      throw unclear("a branch without layers");
    }
    List<Layer> changed = new ArrayList<>(layers);
    int last = layers.size() - 1;
    changed.set(last, of(layers.get(last), outputs));
    return changed;
  }

  private static Layer of(Layer layer, int outputs) {
    if (layer instanceof Layer.Dense dense) {
      return new Layer.Dense(outputs, dense.activation());
    }
    if (layer instanceof Layer.EmbeddingBag bag) {
      return new Layer.EmbeddingBag(outputs, bag.mode());
    }
    if (layer instanceof Layer.Parallel parallel && parallel.join() == Join.ADD) {
      return new Layer.Parallel(
          parallel.branches().stream().map(branch -> of(branch, outputs)).toList(), Join.ADD);
    }
    throw unclear(layer.toString());
  }

  private static IllegalArgumentException unclear(String got) {
    return new IllegalArgumentException(
        "The network cannot get more classes: expected logits from a dense layer, from"
            + " embeddingBag or from a sum of these, got "
            + got
            + ". Train on examples of its own labels alone, or train anew.");
  }
}
