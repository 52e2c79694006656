package dev.sortal.backend.java;

import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import dev.sortal.update.Updater;

/**
 * What each window of a map sees as one vector, channel after channel, with 0 in the padding.
 *
 * <p>Of few channels a product for each place of a window would be too short. A convolution is a
 * dense layer over such vectors: its weight {@code [filters, channels, places]} is already laid out
 * for it.
 */
final class CopyingWindows extends Operation {
  /** From so many channels on a place is worth a product of its own. */
  private static final int MANY = 16;

  private final Sources sources;
  private final Value input;
  private final Value value;

  CopyingWindows(Sources sources, Value value) {
    this.sources = sources;
    this.input = sources.input;
    this.value = value;
  }

  /** Whether the windows of a convolution over maps are to be copied. */
  static boolean suits(Node node) {
    Windows windows = Windows.of(node);
    return node.input().rank() == 3 && windows.size() > 1 && windows.channels() < MANY;
  }

  @Override
  void forward() {
    sources.load(value.extent);
    value.reserve();
    int places = sources.places;
    int at = 0;
    for (int i = 0; i < value.extent.stored(); i++) {
      for (int c = 0; c < input.channels; c++) {
        for (int place = 0; place < places; place++) {
          int vector = sources.vector(i, place);
          value.data[at++] = vector < 0 ? 0 : input.data[vector * input.channels + c];
        }
      }
    }
  }

  @Override
  void backward(Updater updater) {
    int places = sources.places;
    int at = 0;
    for (int i = 0; i < value.extent.stored(); i++) {
      for (int c = 0; c < input.channels; c++) {
        for (int place = 0; place < places; place++, at++) {
          int vector = sources.vector(i, place);
          if (vector >= 0) {
            input.gradient[vector * input.channels + c] += value.gradient[at];
          }
        }
      }
    }
  }
}
