package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Native memory of a fixed shape that an engine tensor reads from or writes to without a copy. */
final class ParameterBuffer implements AutoCloseable {
  private final FloatBuffer floats;
  private final OnnxTensor tensor;

  /** Memory that begins as a copy of these values. */
  ParameterBuffer(Tensor initial) {
    floats =
        ByteBuffer.allocateDirect(initial.shape().size() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    floats.put(0, initial.buffer(), 0, initial.shape().size());
    long[] shape = Arrays.stream(initial.shape().toArray()).asLongStream().toArray();
    try {
      tensor = OnnxTensor.createTensor(OnnxRuntime.environment(), floats, shape);
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("make a tensor", failure);
    }
  }

  FloatBuffer floats() {
    return floats;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
