package dev.sortal.backend.java;

import java.util.Arrays;

/**
 * The gradient of a value of which only a global maximum is taken: few of its numbers have one. For
 * one thread.
 */
final class Winners {
  /** The vector and the channel of each number that has a gradient. */
  int[] vectors = new int[64];

  int[] channels = new int[64];

  float[] gradients = new float[64];

  private int[] order = new int[0];
  private int[] starts = new int[0];
  private int size;

  /** Forgets all. */
  void clear() {
    size = 0;
  }

  /** Appends a number's gradient. */
  void add(int vector, int channel, float gradient) {
    if (size == vectors.length) {
      vectors = Arrays.copyOf(vectors, size * 2);
      channels = Arrays.copyOf(channels, size * 2);
      gradients = Arrays.copyOf(gradients, size * 2);
    }
    vectors[size] = vector;
    channels[size] = channel;
    gradients[size++] = gradient;
  }

  int size() {
    return size;
  }

  /**
   * The indices of all, channel after channel; the array may be longer.
   *
   * @param count how many channels there are
   */
  int[] byChannel(int count) {
    if (order.length < size) {
      order = new int[vectors.length];
    }
    if (starts.length < count) {
      starts = new int[count];
    }
    Arrays.fill(starts, 0);
    for (int i = 0; i < size; i++) {
      starts[channels[i]]++;
    }
    int start = 0;
    for (int c = 0; c < count; c++) {
      int next = start + starts[c];
      starts[c] = start;
      start = next;
    }
    for (int i = 0; i < size; i++) {
      order[starts[channels[i]]++] = i;
    }
    return order;
  }
}
