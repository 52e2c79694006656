package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.update.Updater;
import java.util.Arrays;

/** The largest number of each row and channel; equal ones share the gradient. */
final class GlobalMax extends Operation {
  private final Value input;
  private final Value value;

  /** At how many positions of a row the largest number stands, for each channel. */
  private final int[] holders;

  GlobalMax(Value input, Value value) {
    this.input = input;
    this.value = value;
    this.holders = new int[value.channels];
  }

  @Override
  void forward() {
    Extent extent = input.extent;
    value.extent.fillWhole(extent.rows());
    value.reserve();
    Arrays.fill(value.data, 0, value.size(), Float.NEGATIVE_INFINITY);
    for (int row = 0; row < extent.rows(); row++) {
      for (int part = 0; part < extent.parts(row); part++) {
        if (extent.times(row, part) > 0) {
          take(input.vector(extent.part(row, part)), row);
        }
      }
    }
  }

  private void take(int vector, int row) {
    int channels = value.channels;
    for (int c = 0; c < channels; c++) {
      int at = row * channels + c;
      value.data[at] = Math.max(value.data[at], input.data[vector * channels + c]);
    }
  }

  @Override
  void backward(Updater updater) {
    Extent extent = input.extent;
    for (int row = 0; input.learns && row < extent.rows(); row++) {
      Arrays.fill(holders, 0);
      for (int part = 0; part < extent.parts(row); part++) {
        count(input.vector(extent.part(row, part)), row, extent.times(row, part));
      }
      for (int part = 0; part < extent.parts(row); part++) {
        share(input.vector(extent.part(row, part)), row, extent.times(row, part));
      }
    }
  }

  private void count(int vector, int row, int times) {
    int channels = value.channels;
    for (int c = 0; c < channels; c++) {
      holders[c] += holds(vector, row, c) ? times : 0;
    }
  }

  private void share(int vector, int row, int times) {
    int channels = value.channels;
    for (int c = 0; c < channels; c++) {
      if (holds(vector, row, c)) {
        input.gradient[vector * channels + c] +=
            value.gradient[row * channels + c] * times / holders[c];
      }
    }
  }

  private boolean holds(int vector, int row, int channel) {
    return input.data[vector * value.channels + channel]
        == value.data[row * value.channels + channel];
  }
}
