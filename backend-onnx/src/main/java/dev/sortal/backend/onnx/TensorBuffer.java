package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that an engine tensor reads from or writes to without a copy, for any number of
 * rows.
 *
 * <p>Memory grows to the largest number of rows seen; the tensor is made anew when the number
 * changes. For one thread.
 */
final class TensorBuffer implements AutoCloseable {
  private final long[] shape;
  private final boolean integers;
  private final int rowSize;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);
  private IntBuffer ints = IntBuffer.allocate(0);
  private FloatBuffer floats = FloatBuffer.allocate(0);
  private @Nullable OnnxTensor tensor;
  private int rows;

  private TensorBuffer(boolean integers, long[] shape, int rowSize) {
    this.integers = integers;
    this.shape = shape;
    this.rowSize = rowSize;
  }

  /** 32-bit whole numbers of shape [rows, length]. */
  static TensorBuffer integers(int length) {
    return new TensorBuffer(true, new long[] {0, length}, length);
  }

  /** Floats of shape [rows, dimensions..]. */
  static TensorBuffer floats(int... dimensions) {
    long[] shape = new long[dimensions.length + 1];
    int rowSize = 1;
    for (int i = 0; i < dimensions.length; i++) {
      shape[i + 1] = dimensions[i];
      rowSize = Math.multiplyExact(rowSize, dimensions[i]);
    }
    return new TensorBuffer(false, shape, rowSize);
  }

  /** The tensor over that many rows. */
  OnnxTensor tensor(int rowCount) throws OrtException {
    if (tensor == null || rows != rowCount) {
      reserve(rowCount);
      close();
      shape[0] = rowCount;
      int size = rowCount * rowSize;
      tensor =
          integers
              ? OnnxTensor.createTensor(
                  OnnxRuntime.environment(), ints.duplicate().limit(size), shape)
              : OnnxTensor.createTensor(
                  OnnxRuntime.environment(), floats.duplicate().limit(size), shape);
      rows = rowCount;
    }
    return tensor;
  }

  /** Makes room for that many rows; the content is undefined afterwards. */
  void reserve(int rowCount) {
    int bytes = Math.multiplyExact(Math.multiplyExact(rowCount, rowSize), Integer.BYTES);
    if (memory.capacity() < bytes) {
      close();
      memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      ints = memory.asIntBuffer();
      floats = memory.asFloatBuffer();
    }
  }

  /** The elements of a row. */
  int rowSize() {
    return rowSize;
  }

  IntBuffer ints() {
    return ints;
  }

  FloatBuffer floats() {
    return floats;
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
