package dev.sortal.integration.toy;

import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;

/** Windows that slide over sequences or maps, channels last. */
final class ToyWindows {
  private static final int PADDING = -1;

  private final int rows;
  private final int rowSize;
  private final int size;

  /** What a row's windows see, as places in the row: {@code [windows, channels, size]}. */
  private final int[] places;

  ToyWindows(int rows, Node node) {
    Windows windows = Windows.of(node);
    int channels = windows.channels();
    this.rows = rows;
    this.rowSize = node.input().size();
    this.size = windows.size();
    this.places = new int[windows.count() * channels * size];
    for (int i = 0; i < places.length; i++) {
      int position = position(windows, i / (channels * size), i % size);
      places[i] = position == PADDING ? PADDING : position * channels + i / size % channels;
    }
  }

  private static int position(Windows windows, int window, int place) {
    int width = windows.across().size();
    int y = position(windows.down(), window / windows.across().count(), place / width);
    int x = position(windows.across(), window % windows.across().count(), place % width);
    return y == PADDING || x == PADDING ? PADDING : y * windows.across().length() + x;
  }

  private static int position(Windows.Axis axis, int window, int place) {
    int position = window * axis.stride() - axis.before() + place;
    return position >= 0 && position < axis.length() ? position : PADDING;
  }

  /** How many elements the windows of all rows see. */
  int count() {
    return rows * places.length;
  }

  /** The places of a window. */
  int size() {
    return size;
  }

  /** Where such an element stands in the input; negative in the padding. */
  int source(int element) {
    int place = places[element % places.length];
    return place == PADDING ? PADDING : element / places.length * rowSize + place;
  }

  /** Where the largest element of each window and channel stands, the first of equal ones. */
  int[] largest(float[] x) {
    int[] largest = new int[count() / size];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = PADDING;
      for (int element = i * size; element < (i + 1) * size; element++) {
        int source = source(element);
        if (source != PADDING && (largest[i] == PADDING || x[source] > x[largest[i]])) {
          largest[i] = source;
        }
      }
    }
    return largest;
  }
}
