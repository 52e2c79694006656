package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a sliding window treats the ends of its axis.
 *
 * <p>L is the axis' length, k the window's size, s the stride.
 */
public enum Padding {
  /** Only windows that lie wholly inside: floor((L - k) / s) + 1 of them. */
  @JsonProperty("valid")
  VALID,
  /** ceil(L / s) windows; the padding is split into halves, the smaller one before. */
  @JsonProperty("same")
  SAME,
  /** Every window that touches the axis: k - 1 zeros at each end. */
  @JsonProperty("full")
  FULL;

  /**
   * The number of windows.
   *
   * @return at least 1, or 0 or less where no window fits (VALID with k above L)
   */
  public int windows(int length, int size, int stride) {
    return switch (this) {
      case VALID -> length < size ? 0 : (length - size) / stride + 1;
      case SAME -> (length + stride - 1) / stride;
      case FULL -> (length + size - 2) / stride + 1;
    };
  }

  /** The number of padding positions before the first element. */
  public int before(int length, int size, int stride) {
    return switch (this) {
      case VALID -> 0;
      case SAME -> sameTotal(length, size, stride) / 2;
      case FULL -> size - 1;
    };
  }

  /** The number of padding positions after the last element. */
  public int after(int length, int size, int stride) {
    return switch (this) {
      case VALID -> 0;
      case SAME -> sameTotal(length, size, stride) - before(length, size, stride);
      case FULL -> size - 1;
    };
  }

  private int sameTotal(int length, int size, int stride) {
    return Math.max((windows(length, size, stride) - 1) * stride + size - length, 0);
  }
}
