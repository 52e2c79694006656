package dev.sortal.spec;

import dev.sortal.tensor.Shape;

/**
 * How the windows of a convolution or pool slide over its input; a sequence is a map of height 1.
 *
 * <p>Windows, and the places within one, are counted row by row.
 *
 * <pre>{@code
 * Windows windows = Windows.of(node);
 * windows.count();          // windows of one input
 * windows.across().size();  // the width of each
 * }</pre>
 *
 * @param down the axis of height: for a sequence of length 1 with windows of size 1
 * @param across the axis of width, or the positions of a sequence
 * @param channels the channels of the input
 */
public record Windows(Axis down, Axis across, int channels) {
  private static final Axis NONE = new Axis(1, 1, 1, Padding.VALID);

  /**
   * One axis along which windows slide.
   *
   * @param length the positions of the input
   * @param size the places of a window
   * @param stride from window to window
   * @param padding what happens at the ends
   */
  public record Axis(int length, int size, int stride, Padding padding) {
    /** The number of windows; below 1 where none fits. */
    public int count() {
      return padding.windows(length, size, stride);
    }

    /** The padding before the first position. */
    public int before() {
      return padding.before(length, size, stride);
    }

    /** The padding after the last position. */
    public int after() {
      return padding.after(length, size, stride);
    }

    /** The first window that begins at or after a position; perhaps none has that number. */
    public int firstFrom(int position) {
      return -Math.floorDiv(-(position + before()), stride);
    }

    /** The last window that ends at or before a position; below 0 if there is none. */
    public int lastUntil(int end) {
      return Math.floorDiv(end + before() - size, stride);
    }

    /** How many places of a window hold a position and no padding. */
    public int filled(int window) {
      int first = window * stride - before();
      return Math.min(length, first + size) - Math.max(0, first);
    }
  }

  /**
   * The windows of a node over its input.
   *
   * @throws ClassCastException if its layer is no convolution and no pool of windows
   */
  public static Windows of(Node node) {
    return ((Layer.Sliding) node.layer()).windows(node.input());
  }

  static Windows along(Shape input, int size, int stride, Padding padding) {
    return new Windows(
        NONE, new Axis(input.dimension(0), size, stride, padding), input.dimension(1));
  }

  static Windows over(
      Shape input, int height, int width, int strideDown, int strideAcross, Padding padding) {
    return new Windows(
        new Axis(input.dimension(0), height, strideDown, padding),
        new Axis(input.dimension(1), width, strideAcross, padding),
        input.dimension(2));
  }

  /** The number of windows over one input. */
  public int count() {
    return down.count() * across.count();
  }

  /** The places of a window. */
  public int size() {
    return down.size() * across.size();
  }

  /** Whether part of a window may lie in padding. */
  public boolean isPadded() {
    return down.before() + down.after() + across.before() + across.after() > 0;
  }

  /** One over the number of filled places of each window, for averages. */
  public float[] shares() {
    float[] shares = new float[count()];
    for (int i = 0; i < shares.length; i++) {
      int filled = down.filled(i / across.count()) * across.filled(i % across.count());
      shares[i] = 1f / filled;
    }
    return shares;
  }
}
