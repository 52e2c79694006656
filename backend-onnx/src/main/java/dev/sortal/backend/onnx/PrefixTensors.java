package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for rows of floats with a tensor over the first so many of them; tensors over few
 * rows are kept, since single texts need them again and again. Grows to the most rows seen. For one
 * thread.
 */
final class PrefixTensors implements AutoCloseable {
  private static final int KEPT = 256;

  private final RowBuffer memory;
  private final @Nullable OnnxTensor[] kept = new OnnxTensor[KEPT];
  private @Nullable OnnxTensor last;
  private int lastRows;

  PrefixTensors(int width) {
    this.memory = new RowBuffer(width);
  }

  /** The tensor over so many rows, into which these values are copied. */
  OnnxTensor of(int rows, float[] values) {
    if (memory.floats().capacity() < rows * memory.rowSize()) {
      close();
      memory.reserve(rows + rows / 4);
    }
    memory.floats().put(0, values, 0, rows * memory.rowSize());
    if (rows < KEPT) {
      OnnxTensor tensor = kept[rows];
      if (tensor == null) {
        tensor = tensor(rows);
        kept[rows] = tensor;
      }
      return tensor;
    }
    OnnxTensor tensor = last;
    if (tensor == null || rows != lastRows) {
      close(tensor);
      tensor = tensor(rows);
      last = tensor;
      lastRows = rows;
    }
    return tensor;
  }

  private OnnxTensor tensor(int rows) {
    try {
      return OnnxTensor.createTensor(
          OnnxRuntime.environment(), memory.floats(rows), memory.shape(rows));
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("make a tensor", failure);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < KEPT; i++) {
      close(kept[i]);
      kept[i] = null;
    }
    close(last);
    last = null;
  }

  private static void close(@Nullable OnnxTensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }
}
