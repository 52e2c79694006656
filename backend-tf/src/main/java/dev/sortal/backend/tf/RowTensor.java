package dev.sortal.backend.tf;

import dev.sortal.engine.RowBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * An engine tensor that is filled from a {@link RowBuffer}, made anew when the shape of the rows
 * changes. For one thread.
 */
final class RowTensor implements AutoCloseable {
  private final RowBuffer buffer;
  private final boolean integers;
  private @Nullable Tensor tensor;
  private long[] shape = {};

  private RowTensor(RowBuffer buffer, boolean integers) {
    this.buffer = buffer;
    this.integers = integers;
  }

  /** 32-bit whole numbers. */
  static RowTensor integers(RowBuffer buffer) {
    return new RowTensor(buffer, true);
  }

  /** Floats. */
  static RowTensor floats(RowBuffer buffer) {
    return new RowTensor(buffer, false);
  }

  /** A tensor with a copy of a weight, which is kept as one row. */
  static TFloat32 ofWeights(RowBuffer weight) {
    long[] one = weight.shape(1);
    Shape shape = Shape.of(Arrays.copyOfRange(one, 1, one.length));
    return TFloat32.tensorOf(shape, DataBuffers.of(weight.floats(1)));
  }

  /** The tensor with a copy of that many rows. */
  Tensor of(int rowCount) {
    long[] wanted = buffer.shape(rowCount);
    if (tensor == null || !Arrays.equals(shape, wanted)) {
      close();
      tensor = integers ? TInt32.tensorOf(Shape.of(wanted)) : TFloat32.tensorOf(Shape.of(wanted));
      shape = wanted;
    }
    if (tensor instanceof TInt32 ints) {
      ints.copyFrom(DataBuffers.of(buffer.ints(rowCount)));
    } else {
      ((TFloat32) tensor).copyFrom(DataBuffers.of(buffer.floats(rowCount)));
    }
    return tensor;
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
