package dev.sortal.backend.java;

import dev.sortal.engine.BagRows;
import dev.sortal.engine.Extent;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;

/** Sums of the rows of a table that bags of weighted ids name; of the blank row 0. */
final class BagSum extends Operation {
  private final Node node;
  private final Layer.EmbeddingBag layer;
  private final Input.Bags input;
  private final Feed feed;
  private final Value value;
  private final Parameters parameters;
  private float[] bagGradients = new float[0];

  BagSum(
      Node node,
      Layer.EmbeddingBag layer,
      Input.Bags input,
      Feed feed,
      Value value,
      Parameters parameters) {
    this.node = node;
    this.layer = layer;
    this.input = input;
    this.feed = feed;
    this.value = value;
    this.parameters = parameters;
  }

  private BagRows bags() {
    return feed.inputs().bags(node.operand());
  }

  @Override
  void forward() {
    BagRows bags = bags();
    Extent extent = value.extent;
    if (input.positions() == 0) {
      extent.fillWhole(feed.inputs().rows());
    } else {
      extent.fill(feed.inputs().rows(), input.padding(), feed.inputs().own(node.operand()));
    }
    value.reserve();
    Arrays.fill(value.data, 0, value.size(), 0);
    float[] table = parameters.values(node.weight());
    int width = value.channels;
    for (int place = 0; place < extent.blankStart(); place++) {
      int bag = bagOf(place);
      float share = bags.share(layer.mode(), bag);
      for (int i = bags.offsets()[bag]; i < bags.offsets()[bag + 1]; i++) {
        addTimes(
            bags.weights()[i] * share, table, bags.ids()[i] * width, value.data, place * width);
      }
    }
  }

  private int bagOf(int place) {
    return value.extent.rowOf(place) * value.extent.positions() + value.extent.positionOf(place);
  }

  private void addTimes(float factor, float[] table, int from, float[] sums, int at) {
    for (int j = 0; j < value.channels; j++) {
      sums[at + j] += factor * table[from + j];
    }
  }

  @Override
  void backward(Updater updater) {
    if (!updater.isTrained(node.weight().name())) {
      return;
    }
    BagRows bags = bags();
    int width = value.channels;
    if (bagGradients.length < bags.count() * width) {
      bagGradients = new float[bags.count() * width];
    }
    // The gradients of bags that are not stored stay what they were: they have no ids.
    for (int place = 0; place < value.extent.blankStart(); place++) {
      int bag = bagOf(place);
      float share = bags.share(layer.mode(), bag);
      for (int j = 0; j < width; j++) {
        bagGradients[bag * width + j] = share * value.gradient[place * width + j];
      }
    }
    updater.addBags(
        node.weight().name(),
        bags.ids(),
        bags.weights(),
        bags.offsets(),
        bags.count(),
        bagGradients);
  }
}
