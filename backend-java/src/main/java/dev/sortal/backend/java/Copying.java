package dev.sortal.backend.java;

import dev.sortal.update.Updater;

/** Each row laid out as a whole: what flattening gives where others than dense layers read it. */
final class Copying extends Operation {
  private final Value input;
  private final Value value;

  Copying(Value input, Value value) {
    this.input = input;
    this.value = value;
  }

  @Override
  void forward() {
    value.extent.fillWhole(input.extent.rows());
    value.reserve();
    int width = input.channels;
    int positions = input.extent.positions();
    for (int i = 0; i < input.extent.rows() * positions; i++) {
      int vector = input.vector(i / positions, i % positions);
      System.arraycopy(input.data, vector * width, value.data, i * width, width);
    }
  }

  @Override
  void backward(Updater updater) {
    int width = input.channels;
    int positions = input.extent.positions();
    for (int i = 0; input.learns && i < input.extent.rows() * positions; i++) {
      int vector = input.vector(i / positions, i % positions);
      for (int c = 0; c < width; c++) {
        input.gradient[vector * width + c] += value.gradient[i * width + c];
      }
    }
  }
}
