package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** The engine's arrays over native memory of ours, without a copy on the CPU, and back. */
final class NativeArrays {
  private NativeArrays() {}

  /** An array over the first rows. */
  static NDArray of(NDManager manager, RowBuffer buffer, int rows) {
    return manager.create(buffer.bytes(rows), new Shape(buffer.shape(rows)), DataType.FLOAT32);
  }

  /** An array over a parameter, which is kept as one row. */
  static NDArray ofParameter(NDManager manager, RowBuffer parameter) {
    long[] shape = parameter.shape(1);
    return manager.create(
        parameter.bytes(1),
        new Shape(java.util.Arrays.copyOfRange(shape, 1, shape.length)),
        DataType.FLOAT32);
  }

  /** Factors of layers, over the first rows. */
  static Map<Node, NDArray> factors(NDManager manager, Map<Node, RowBuffer> factors, int rows) {
    Map<Node, NDArray> arrays = new HashMap<>();
    factors.forEach((node, buffer) -> arrays.put(node, of(manager, buffer, rows)));
    return arrays;
  }

  /** Inputs of numbers and looked up rows of tables, by the numbers of their values. */
  static Map<Integer, NDArray> inputs(
      NDManager manager, Network network, InputRows inputs, EmbeddedRows embedded) {
    Map<Integer, NDArray> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (network.inputs().get(i) instanceof Input.Values) {
        values.put(i, of(manager, inputs.column(i), inputs.rows()));
      }
    }
    embedded
        .rows()
        .forEach((node, rows) -> values.put(node.value(), of(manager, rows, inputs.rows())));
    return values;
  }

  /** Looks at an array's numbers, row-major; valid while the array is. */
  static FloatBuffer floats(NDArray array) {
    return array.toByteBuffer(true).order(java.nio.ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
