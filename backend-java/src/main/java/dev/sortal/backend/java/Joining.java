package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Join;
import dev.sortal.update.Updater;
import java.util.Arrays;
import java.util.List;

/** The branches of a Parallel side by side on the channel axis, or added. */
final class Joining extends Operation {
  private final List<Value> inputs;
  private final Join join;
  private final Value value;

  /** Where two extents meet while more are to come. */
  private final Extent between;

  Joining(List<Value> inputs, Join join, Value value) {
    this.inputs = inputs;
    this.join = join;
    this.value = value;
    this.between = new Extent(value.extent.positions());
  }

  @Override
  void forward() {
    Extent all = inputs.get(0).extent;
    value.extent.fillBoth(all, all);
    for (Value input : inputs) {
      between.fillBoth(value.extent, input.extent);
      value.extent.fillBoth(between, between);
    }
    value.reserve();
    Arrays.fill(value.data, 0, value.size(), 0);
    int offset = 0;
    for (Value input : inputs) {
      for (int i = 0; i < value.extent.stored(); i++) {
        int from = source(input, i) * input.channels;
        int to = i * value.channels + offset;
        for (int c = 0; c < input.channels; c++) {
          value.data[to + c] += input.data[from + c];
        }
      }
      offset += join == Join.CONCAT ? input.channels : 0;
    }
  }

  private int source(Value input, int place) {
    return input.vector(value.extent.rowOf(place), value.extent.positionOf(place));
  }

  @Override
  void backward(Updater updater) {
    int offset = 0;
    for (Value input : inputs) {
      for (int i = 0; input.learns && i < value.extent.stored(); i++) {
        int to = source(input, i) * input.channels;
        int from = i * value.channels + offset;
        for (int c = 0; c < input.channels; c++) {
          input.gradient[to + c] += value.gradient[from + c];
        }
      }
      offset += join == Join.CONCAT ? input.channels : 0;
    }
  }
}
