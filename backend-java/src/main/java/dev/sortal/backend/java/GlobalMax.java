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

  /** Where those of a row stand, with the number of positions. */
  private final Winners found = new Winners();

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
      found.clear();
      for (int part = 0; part < extent.parts(row); part++) {
        int times = extent.times(row, part);
        if (times > 0) {
          find(input.vector(extent.part(row, part)), row, times);
        }
      }
      share(row);
    }
  }

  /** Finds the channels whose largest number a vector holds, that so many positions have. */
  private void find(int vector, int row, int times) {
    int channels = value.channels;
    int from = vector * channels;
    for (int c = 0; c < channels; c++) {
      if (input.data[from + c] == value.data[row * channels + c]) {
        holders[c] += times;
        found.add(vector, c, times);
      }
    }
  }

  private void share(int row) {
    for (int i = 0; i < found.size(); i++) {
      int c = found.channels[i];
      int at = found.vectors[i] * value.channels + c;
      float times = found.gradients[i];
      float gradient = value.gradient[row * value.channels + c] * times / holders[c];
      if (input.winners != null) {
        input.winners.add(found.vectors[i], c, gradient);
      } else {
        input.gradient[at] += gradient;
      }
    }
  }
}
