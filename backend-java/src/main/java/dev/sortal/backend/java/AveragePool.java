package dev.sortal.backend.java;

import dev.sortal.update.Updater;
import java.util.Arrays;

/** The mean of each window and channel, in which padding is not counted. */
final class AveragePool extends Operation {
  private final Sources sources;
  private final Value input;
  private final Value value;
  private final float[] shares;

  /**
   * A pool.
   *
   * @param shares for each window of a row one over the number of its places that are no padding
   */
  AveragePool(Sources sources, float[] shares, Value value) {
    this.sources = sources;
    this.input = sources.input;
    this.shares = shares;
    this.value = value;
  }

  @Override
  void forward() {
    sources.load(value.extent);
    value.reserve();
    Arrays.fill(value.data, 0, value.size(), 0);
    int channels = value.channels;
    for (int i = 0; i < value.extent.stored(); i++) {
      float share = shares[value.extent.positionOf(i)];
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        for (int c = 0; vector != Sources.NONE && c < channels; c++) {
          value.data[i * channels + c] += share * input.data[vector * channels + c];
        }
      }
    }
  }

  @Override
  void backward(Updater updater) {
    int channels = value.channels;
    for (int i = 0; input.learns && i < value.extent.stored(); i++) {
      float share = shares[value.extent.positionOf(i)];
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        for (int c = 0; vector != Sources.NONE && c < channels; c++) {
          input.gradient[vector * channels + c] += share * value.gradient[i * channels + c];
        }
      }
    }
  }
}
