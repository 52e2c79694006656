package dev.sortal.backend.java;

import dev.sortal.update.Updater;
import java.util.Arrays;

/** The largest number of each window and channel; of equal ones the first takes the gradient. */
final class MaxPool extends Operation {
  private final Sources sources;
  private final Value input;
  private final Value value;

  /** For each number of the output the vector that it is from. */
  private int[] from = new int[0];

  MaxPool(Sources sources, Value value) {
    this.sources = sources;
    this.input = sources.input;
    this.value = value;
  }

  @Override
  void forward() {
    sources.load(value.extent);
    value.reserve();
    if (from.length < value.size()) {
      from = new int[value.size() * 3 / 2];
    }
    int channels = value.channels;
    for (int i = 0; i < value.extent.stored(); i++) {
      boolean isFirst = true;
      for (int place = 0; place < sources.places; place++) {
        int vector = sources.vector(i, place);
        if (vector != Sources.NONE) {
          take(vector, i * channels, isFirst);
          isFirst = false;
        }
      }
    }
  }

  private void take(int vector, int at, boolean isFirst) {
    int channels = value.channels;
    float[] data = value.data;
    float[] candidates = input.data;
    int offset = vector * channels;
    if (isFirst) {
      System.arraycopy(candidates, offset, data, at, channels);
      Arrays.fill(from, at, at + channels, vector);
      return;
    }
    for (int c = 0; c < channels; c++) {
      // Two statements, so that the JIT compiler makes neither a branch.
      from[at + c] = candidates[offset + c] > data[at + c] ? vector : from[at + c];
      data[at + c] = Math.max(candidates[offset + c], data[at + c]);
    }
  }

  @Override
  void backward(Updater updater) {
    int channels = value.channels;
    for (int i = 0; input.learns && i < value.vectors(); i++) {
      for (int c = 0; c < channels; c++) {
        int at = i * channels + c;
        input.gradient[from[at] * channels + c] += value.gradient[at];
      }
    }
  }
}
