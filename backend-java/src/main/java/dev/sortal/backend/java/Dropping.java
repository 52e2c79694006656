package dev.sortal.backend.java;

import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;

/**
 * Dropout in training. Every position has a mask of its own, padding too, so that here rows are
 * laid out as a whole.
 */
final class Dropping extends Operation {
  private final Node node;
  private final Feed feed;
  private final Value input;
  private final Value value;

  Dropping(Node node, Feed feed, Value input, Value value) {
    this.node = node;
    this.feed = feed;
    this.input = input;
    this.value = value;
  }

  @Override
  void forward() {
    value.extent.fillWhole(input.extent.rows());
    value.reserve();
    FloatBuffer mask = feed.mask(node).floats();
    int together = together();
    int width = input.channels;
    int positions = input.extent.positions();
    for (int i = 0; i < value.vectors(); i++) {
      int from = input.vector(i / positions, i % positions) * width;
      for (int c = 0; c < width; c++) {
        int at = i * width + c;
        value.data[at] = mask.get(at / together) * input.data[from + c];
      }
    }
  }

  /** How many neighbouring numbers one factor is for. */
  private int together() {
    RowBuffer mask = feed.mask(node);
    return node.input().size() / mask.rowSize();
  }

  @Override
  void backward(Updater updater) {
    FloatBuffer mask = feed.mask(node).floats();
    int together = together();
    int width = input.channels;
    int positions = input.extent.positions();
    for (int i = 0; input.learns && i < value.vectors(); i++) {
      int to = input.vector(i / positions, i % positions) * width;
      for (int c = 0; c < width; c++) {
        int at = i * width + c;
        input.gradient[to + c] += mask.get(at / together) * value.gradient[at];
      }
    }
  }
}
