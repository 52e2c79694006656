package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;

/** The mean of each row and channel, over all positions or over those of the text's own. */
final class GlobalAverage extends Operation {
  private final Node node;
  private final Feed feed;
  private final Value input;
  private final Value value;

  GlobalAverage(Node node, Feed feed, Value input, Value value) {
    this.node = node;
    this.feed = feed;
    this.input = input;
    this.value = value;
  }

  @Override
  void forward() {
    Extent extent = input.extent;
    value.extent.fillWhole(extent.rows());
    value.reserve();
    Arrays.fill(value.data, 0, value.size(), 0);
    for (int row = 0; row < extent.rows(); row++) {
      for (int part = 0; part < extent.parts(row); part++) {
        float share = share(row, part);
        addTimes(share, input.data, input.vector(extent.part(row, part)), value.data, row);
      }
    }
  }

  /** What a part of a row adds to the mean. */
  private float share(int row, int part) {
    Extent extent = input.extent;
    int times = extent.times(row, part);
    RowBuffer shares = feed.inputs().shares().get(node);
    if (shares == null || times == 0) {
      return (float) times / extent.positions();
    }
    int from = row * extent.positions();
    if (part < extent.own(row)) {
      return shares.floats().get(from + extent.positionOf(extent.part(row, part)));
    }
    float sum = 0;
    for (int position = 0; position < extent.positions(); position++) {
      if (extent.at(row, position) == extent.part(row, part)) {
        sum += shares.floats().get(from + position);
      }
    }
    return sum;
  }

  private void addTimes(float factor, float[] x, int from, float[] sum, int to) {
    int channels = value.channels;
    for (int c = 0; factor != 0 && c < channels; c++) {
      sum[to * channels + c] += factor * x[from * channels + c];
    }
  }

  @Override
  void backward(Updater updater) {
    Extent extent = input.extent;
    for (int row = 0; input.learns && row < extent.rows(); row++) {
      for (int part = 0; part < extent.parts(row); part++) {
        int vector = input.vector(extent.part(row, part));
        addTimes(share(row, part), value.gradient, row, input.gradient, vector);
      }
    }
  }
}
