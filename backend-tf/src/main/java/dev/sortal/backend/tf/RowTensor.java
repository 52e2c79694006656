package dev.sortal.backend.tf;

import dev.sortal.engine.RowBuffer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * An engine tensor that is filled from a {@link RowBuffer}, made anew when the number of rows
 * changes. For one thread.
 */
final class RowTensor implements AutoCloseable {
  private final RowBuffer buffer;
  private final boolean integers;
  private @Nullable Tensor tensor;
  private int rows;

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

  /** The tensor with a copy of that many rows. */
  Tensor of(int rowCount) {
    if (tensor == null || rows != rowCount) {
      close();
      Shape shape = Shape.of(buffer.shape(rowCount));
      tensor = integers ? TInt32.tensorOf(shape) : TFloat32.tensorOf(shape);
      rows = rowCount;
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
