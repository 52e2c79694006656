package dev.sortal.backend.java;

import dev.sortal.update.Updater;

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
    for (int c = 0; c < channels; c++) {
      float candidate = input.data[vector * channels + c];
      if (isFirst || candidate > value.data[at + c]) {
        value.data[at + c] = candidate;
        from[at + c] = vector;
      }
    }
  }

  @Override
  void backward(Updater updater) {
    if (input.learns) {
      int channels = value.channels;
      for (int i = 0; i < value.size(); i++) {
        input.gradient[from[i] * channels + i % channels] += value.gradient[i];
      }
    }
  }
}
