package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Native memory of a parameter, or of its gradient, that an engine tensor reads from or writes to
 * without a copy; zeros at first.
 */
final class ParameterBuffer implements AutoCloseable {
  private final GraphParameter parameter;
  private final FloatBuffer floats;
  private final OnnxTensor tensor;
  private final float[] turned;

  ParameterBuffer(GraphParameter parameter) {
    this.parameter = parameter;
    Shape shape = parameter.shape();
    this.turned = new float[parameter.places() > 1 ? shape.size() : 0];
    this.floats =
        ByteBuffer.allocateDirect(shape.size() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    long[] dimensions = Arrays.stream(shape.toArray()).asLongStream().toArray();
    try {
      tensor = OnnxTensor.createTensor(OnnxRuntime.environment(), floats, dimensions);
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("make a tensor", failure);
    }
  }

  /** Takes values of the spec's layout. */
  void put(float[] values) {
    if (turned.length > 0) {
      parameter.turn(values, turned);
      floats.put(0, turned);
    } else {
      floats.put(0, values);
    }
  }

  /** Gives the values in the spec's layout. */
  void get(float[] into) {
    if (turned.length > 0) {
      floats.get(0, turned);
      parameter.turnBack(turned, into);
    } else {
      floats.get(0, into);
    }
  }

  OnnxTensor tensor() {
    return tensor;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
