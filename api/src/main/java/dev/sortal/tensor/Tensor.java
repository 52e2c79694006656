package dev.sortal.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Immutable float32 data of a {@link Shape}, row-major.
 *
 * <p>Data is copied once on the way in; {@link #buffer()} reads it without a copy.
 *
 * <pre>{@code
 * Tensor bias = Tensor.of(Shape.of(2), new float[] {0.5f, -0.5f});
 * float first = bias.get(0);
 * }</pre>
 */
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  private Tensor(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor of a copy of these values.
   *
   * @throws IllegalArgumentException if their number is not the shape's size
   */
  public static Tensor of(Shape shape, float... values) {
    requireSize(shape, values.length);
    return new Tensor(shape, values.clone());
  }

  /**
   * A tensor of a copy of the buffer's remaining values; the buffer's position does not move.
   *
   * @throws IllegalArgumentException if their number is not the shape's size
   */
  public static Tensor copyOf(Shape shape, FloatBuffer values) {
    requireSize(shape, values.remaining());
    float[] copy = new float[values.remaining()];
    values.duplicate().get(copy);
    return new Tensor(shape, copy);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[shape.size()]);
  }

  /** A tensor whose elements all have one value. */
  public static Tensor filled(Shape shape, float value) {
    float[] values = new float[shape.size()];
    Arrays.fill(values, value);
    return new Tensor(shape, values);
  }

  private static void requireSize(Shape shape, int received) {
    if (received != shape.size()) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + shape
              + " needs "
              + shape.size()
              + " values, got "
              + received
              + ".");
    }
  }

  /** The axes. */
  public Shape shape() {
    return shape;
  }

  /** The element at a row-major index. */
  public float get(int index) {
    return values[index];
  }

  /** The elements, read-only and not copied, from position 0. */
  public FloatBuffer buffer() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** This tensor with every element multiplied. */
  public Tensor times(float factor) {
    float[] product = values.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return new Tensor(shape, product);
  }

  /** The elements as a new array. */
  public float[] toArray() {
    return values.clone();
  }

  /** Whether every element is neither infinite nor NaN. */
  public boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Equal shapes and bit-equal elements. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    int shown = Math.min(8, values.length);
    String head = Arrays.toString(Arrays.copyOf(values, shown));
    return "Tensor" + shape + (shown < values.length ? head.replace("]", ", ...]") : head);
  }
}
