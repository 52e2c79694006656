package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.RowBuffer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An engine tensor over the memory of a {@link RowBuffer}, without a copy; made anew when the
 * number of rows or the memory changes. For one thread.
 */
final class RowTensor implements AutoCloseable {
  private final RowBuffer buffer;
  private final boolean integers;
  private @Nullable OnnxTensor tensor;
  private @Nullable FloatBuffer memory;
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

  /** The tensor over that many rows, for which there is room. */
  OnnxTensor of(int rowCount) throws OrtException {
    buffer.reserve(rowCount);
    if (tensor == null || rows != rowCount || memory != buffer.floats()) {
      close();
      OrtEnvironment environment = OnnxRuntime.environment();
      tensor =
          integers
              ? OnnxTensor.createTensor(environment, buffer.ints(rowCount), buffer.shape(rowCount))
              : OnnxTensor.createTensor(
                  environment, buffer.floats(rowCount), buffer.shape(rowCount));
      memory = buffer.floats();
      rows = rowCount;
    }
    return tensor;
  }

  RowBuffer buffer() {
    return buffer;
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
