package dev.sortal.tensor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's axes, outermost first: {@code [100, 32]}.
 *
 * <p>A scalar has no axes and size 1. Every axis is at least 1 and the product fits an int.
 *
 * <pre>{@code
 * Shape shape = Shape.of(100, 32);
 * shape.rank();       // 2
 * shape.size();       // 3200
 * shape.dimension(1); // 32
 * }</pre>
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0], 1);

  private final int[] dimensions;
  private final int size;

  private Shape(int[] dimensions, int size) {
    this.dimensions = dimensions;
    this.size = size;
  }

  /**
   * The shape with these axes.
   *
   * @throws IllegalArgumentException if an axis is below 1 or there are more than 2^31-1 elements
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Shape of(int... dimensions) {
    if (dimensions.length == 0) {
      return SCALAR;
    }
    long size = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "An axis of a shape must be at least 1, got " + Arrays.toString(dimensions) + ".");
      }
      size *= dimension;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "A tensor holds at most 2147483647 elements, got shape "
                + Arrays.toString(dimensions)
                + ". Use a smaller vocabulary or narrower layers.");
      }
    }
    return new Shape(dimensions.clone(), (int) size);
  }

  /** The number of axes; 0 for a scalar. */
  public int rank() {
    return dimensions.length;
  }

  /** The length of one axis, counted from 0. */
  public int dimension(int axis) {
    return dimensions[axis];
  }

  /** The length of the innermost axis: channels, in an activation. */
  public int last() {
    if (dimensions.length == 0) {
      throw new IllegalStateException("A scalar has no axes.");
    }
    return dimensions[dimensions.length - 1];
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The axes as a new array. */
  @JsonValue
  public int[] toArray() {
    return dimensions.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  /** The axes in brackets: {@code [100, 32]}. */
  @Override
  public String toString() {
    return Arrays.stream(dimensions)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
