package dev.sortal.integration.toy;

import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;

/** Windows that slide over a sequence {@code [rows, length, channels]}. */
final class ToyWindows {
  private static final int PADDING = -1;

  private final int rows;
  private final int rowSize;
  private final int size;

  /** What a row's windows see, as places in the row: {@code [windows, channels, size]}. */
  private final int[] places;

  ToyWindows(int rows, Node node, Padding padding, int size, int stride) {
    int length = node.input().dimension(0);
    int channels = node.input().last();
    int before = padding.before(length, size, stride);
    this.rows = rows;
    this.rowSize = length * channels;
    this.size = size;
    this.places = new int[node.output().dimension(0) * channels * size];
    for (int i = 0; i < places.length; i++) {
      int position = i / (channels * size) * stride - before + i % size;
      boolean inside = position >= 0 && position < length;
      places[i] = inside ? position * channels + i / size % channels : PADDING;
    }
  }

  /** How many elements the windows of all rows see. */
  int count() {
    return rows * places.length;
  }

  /** Where such an element stands in the sequences; negative in the padding. */
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
