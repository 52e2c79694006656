package dev.sortal.backend.java;

import dev.sortal.engine.RowBuffer;
import dev.sortal.update.Updater;

/** An input of numbers, every row as a whole. */
final class Numbers extends Operation {
  private final int input;
  private final Feed feed;
  private final Value value;

  Numbers(int input, Feed feed, Value value) {
    this.input = input;
    this.feed = feed;
    this.value = value;
  }

  @Override
  void forward() {
    RowBuffer rows = feed.inputs().column(input);
    value.extent.fillWhole(feed.inputs().rows());
    value.reserve();
    rows.floats().get(0, value.data, 0, value.size());
  }

  @Override
  void backward(Updater updater) {
    // Nothing is before an input.
  }
}
