package dev.sortal.spec;

import dev.sortal.tensor.Shape;

/**
 * A tensor that a network learns, or keeps beside what it learns.
 *
 * @param name positional and stable: {@code 3.parallel.1.0.conv1d.bias}
 * @param shape in the layout of ONNX and PyTorch: convolutions {@code [filters, in, kernel]}, dense
 *     layers {@code [units, in]}, embeddings {@code [vocabulary, width]}, batch normalisation
 *     {@code [channels]}
 * @param initial how its first value is drawn
 * @param trainable whether an optimizer may change it (moving statistics are not)
 */
public record Parameter(String name, Shape shape, Initial initial, boolean trainable) {
  /**
   * How the first value of a parameter is drawn.
   *
   * @param limit uniform in (-limit, limit) where above 0, else constant
   * @param constant the value where limit is 0
   */
  public record Initial(double limit, double constant) {
    /** Uniform in (-limit, limit). */
    public static Initial uniform(double limit) {
      return new Initial(limit, 0);
    }

    /**
     * Uniform with limit sqrt(6 / (fanIn + fanOut)): Glorot and Bengio, "Understanding the
     * difficulty of training deep feedforward neural networks" (2010), equation 16.
     */
    public static Initial glorot(long fanIn, long fanOut) {
      return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    }

    /** The same value everywhere. */
    public static Initial constant(double value) {
      return new Initial(0, value);
    }
  }

  /**
   * Checks the shape of a value for it.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public void requireShape(Shape received) {
    if (!received.equals(shape)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must have shape " + shape + ", got " + received + ".");
    }
  }
}
