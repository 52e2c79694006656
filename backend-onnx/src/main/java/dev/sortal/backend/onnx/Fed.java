package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of a batch, of a shape that changes from batch to batch: an array to fill or to read, and
 * the engine's tensor over native memory of its own. Grows to the largest batch seen. For one
 * thread.
 */
final class Fed implements AutoCloseable {
  private int[] ints = new int[0];
  private float[] floats = new float[0];
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);
  private IntBuffer nativeInts = memory.asIntBuffer();
  private FloatBuffer nativeFloats = memory.asFloatBuffer();
  private long[] shape = {};
  private int size;
  private boolean integers;
  private boolean isArray;
  private @Nullable OnnxTensor tensor;
  private @Nullable OnnxTensor shared;

  /** An array of at least the shape's size, for whole numbers; {@link #copy} hands it over. */
  int[] ints(long... newShape) {
    take(newShape, true);
    if (ints.length < size) {
      ints = new int[size + size / 2];
    }
    return ints;
  }

  /** An array of at least the shape's size, for floats; {@link #copy} hands it over. */
  float[] floats(long... newShape) {
    take(newShape, false);
    if (floats.length < size) {
      floats = new float[size + size / 2];
    }
    return floats;
  }

  /** The engine's memory for floats of that shape, from index 0, to be filled without an array. */
  FloatBuffer memory(long... newShape) {
    take(newShape, false);
    isArray = false;
    return nativeFloats;
  }

  /** Takes a tensor of another, who closes it. */
  void share(OnnxTensor other) {
    shared = other;
    isArray = false;
  }

  /** Makes room for a result of the engine of that shape. */
  OnnxTensor result(long... newShape) {
    take(newShape, false);
    return tensor();
  }

  private void take(long[] newShape, boolean asIntegers) {
    shared = null;
    isArray = true;
    long count = 1;
    for (long dimension : newShape) {
      count = Math.multiplyExact(count, dimension);
    }
    size = Math.toIntExact(count);
    if (memory.capacity() < Math.multiplyExact(size, Float.BYTES)) {
      closeTensor();
      int bytes = Math.multiplyExact(size + size / 4, Float.BYTES);
      memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      nativeInts = memory.asIntBuffer();
      nativeFloats = memory.asFloatBuffer();
    }
    if (integers != asIntegers || !Arrays.equals(shape, newShape)) {
      closeTensor();
      integers = asIntegers;
      shape = newShape;
    }
  }

  /** How many numbers there are. */
  int size() {
    return size;
  }

  /** What was filled or read last, from index 0. */
  int[] ints() {
    return ints;
  }

  /** What was filled or read last, from index 0. */
  float[] floats() {
    return floats;
  }

  /** The engine's memory as floats, from index 0. */
  FloatBuffer memory() {
    return nativeFloats;
  }

  /** Copies the array that was filled, if one was, to the engine's memory. */
  void copy() {
    if (!isArray) {
      return;
    }
    if (integers) {
      nativeInts.put(0, ints, 0, size);
    } else {
      nativeFloats.put(0, floats, 0, size);
    }
  }

  /** Copies a result of the engine to an array, valid up to {@link #size}. */
  float[] read() {
    if (floats.length < size) {
      floats = new float[size + size / 2];
    }
    nativeFloats.get(0, floats, 0, size);
    return floats;
  }

  /** The tensor over the numbers, valid until the shape changes. */
  OnnxTensor tensor() {
    if (shared != null) {
      return shared;
    }
    if (tensor == null) {
      try {
        tensor =
            integers
                ? OnnxTensor.createTensor(
                    OnnxRuntime.environment(), nativeInts.duplicate().limit(size), shape)
                : OnnxTensor.createTensor(
                    OnnxRuntime.environment(), nativeFloats.duplicate().limit(size), shape);
      } catch (OrtException failure) {
        throw OnnxRuntime.failed("make a tensor", failure);
      }
    }
    return Objects.requireNonNull(tensor);
  }

  private void closeTensor() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }

  @Override
  public void close() {
    closeTensor();
  }
}
