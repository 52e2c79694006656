package dev.sortal.engine;

import java.nio.FloatBuffer;

/**
 * How the weights of a dense layer over flattened positions follow when positions are cut, see
 * {@link Shortening}: those of the positions that hold the same are added up.
 *
 * <pre>{@code
 * Fold fold = inputs.folds().get(dense.weight().name());
 * fold.fold(weights, into); // into: [units, fold.size()]
 * }</pre>
 *
 * @param before positions that stay as they are
 * @param folded positions that become one, at least 1
 * @param after positions that stay as they are
 * @param channels of a position
 */
public record Fold(int before, int folded, int after, int channels) {
  /** Whether no position is cut. */
  public boolean isWhole() {
    return folded == 1;
  }

  /** The numbers of a row before positions are cut. */
  public int wholeSize() {
    return (before + folded + after) * channels;
  }

  /** The numbers of a row that is cut short. */
  public int size() {
    return (before + 1 + after) * channels;
  }

  /**
   * Adds weights up.
   *
   * @param weights {@code [units, wholeSize]}
   * @param into takes {@code [units, size]} from index 0
   */
  public void fold(float[] weights, FloatBuffer into) {
    int units = weights.length / wholeSize();
    float[] sum = new float[channels];
    int head = before * channels;
    int tail = after * channels;
    for (int unit = 0; unit < units; unit++) {
      int from = unit * wholeSize();
      int to = unit * size();
      System.arraycopy(weights, from + head, sum, 0, channels);
      for (int position = 1; position < folded; position++) {
        add(sum, weights, from + head + position * channels);
      }
      into.put(to, weights, from, head);
      into.put(to + head, sum);
      into.put(to + head + channels, weights, from + wholeSize() - tail, tail);
    }
  }

  private static void add(float[] sum, float[] values, int from) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[from + i];
    }
  }

  /**
   * Gives every weight the gradient of the sum that it is in.
   *
   * @param gradient {@code [units, size]} from index 0
   * @param into takes {@code [units, wholeSize]}
   */
  public void unfold(FloatBuffer gradient, float[] into) {
    int units = into.length / wholeSize();
    int head = before * channels;
    int tail = after * channels;
    for (int unit = 0; unit < units; unit++) {
      int from = unit * size();
      int to = unit * wholeSize();
      gradient.get(from, into, to, head + channels);
      for (int position = 1; position < folded; position++) {
        int at = to + head + position * channels;
        System.arraycopy(into, to + head, into, at, channels);
      }
      gradient.get(from + head + channels, into, to + wholeSize() - tail, tail);
    }
  }
}
