package dev.sortal.backend.onnx;

import dev.sortal.format.Proto;
import dev.sortal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph in the making; values are known by their names.
 *
 * <p>Field numbers are those of onnx.proto3. Every graph has the symbolic axis {@code rows}, given
 * as {@link #ROWS}.
 */
final class Graph {
  /** The axis of the batch, whose length is known only when the graph runs. */
  static final int ROWS = -1;

  /** An axis of a length of its own, known only when the graph runs. */
  static final int ANY = -2;

  private static final int IR_VERSION = 9;
  private static final int OPSET = 20;
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  private final Proto body = new Proto();
  private final Map<List<Long>, String> constants = new HashMap<>();
  private final Map<Float, String> scalars = new HashMap<>();
  private int fresh;

  /** An attribute of an operator. */
  record Attribute(String name, List<Long> values, boolean isList) {
    static Attribute of(String name, long value) {
      return new Attribute(name, List.of(value), false);
    }

    static Attribute list(String name, long... values) {
      return new Attribute(name, Arrays.stream(values).boxed().toList(), true);
    }

    private Proto proto() {
      Proto proto = new Proto().text(1, name);
      for (long value : values) {
        proto.integer(isList ? 8 : 3, value);
      }
      return proto.integer(20, isList ? 7 : 2);
    }
  }

  /** A float input. */
  String floats(String name, int... dimensions) {
    body.message(11, valueInfo(name, FLOAT, dimensions));
    return name;
  }

  /** An input of 32-bit whole numbers. */
  String integers(String name, int... dimensions) {
    body.message(11, valueInfo(name, INT32, dimensions));
    return name;
  }

  /** Makes a float value an output under that name. */
  void output(String value, String name, int... dimensions) {
    node("Identity", List.of(value), List.of(name));
    body.message(12, valueInfo(name, FLOAT, dimensions));
  }

  /** A tensor of the graph itself. */
  String weight(String name, Tensor tensor) {
    byte[] raw = new byte[tensor.shape().size() * Float.BYTES];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.buffer());
    Proto proto = new Proto();
    for (int dimension : tensor.shape().toArray()) {
      proto.integer(1, dimension);
    }
    body.message(5, proto.integer(2, FLOAT).text(8, name).data(9, raw, raw.length));
    return name;
  }

  /** A constant list of 64-bit whole numbers: a shape, axes, offsets. */
  String longs(long... values) {
    return constants.computeIfAbsent(
        Arrays.stream(values).boxed().toList(),
        unused -> {
          ByteBuffer raw =
              ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          raw.asLongBuffer().put(values);
          return constant(INT64, raw.array(), values.length);
        });
  }

  /** A constant number. */
  String scalar(double value) {
    return scalars.computeIfAbsent(
        (float) value,
        number ->
            constant(
                FLOAT,
                ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(number)
                    .array()));
  }

  /** A constant tensor. */
  String floats(float[] values, int... dimensions) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(FLOAT, raw.array(), dimensions);
  }

  private String constant(int type, byte[] raw, int... dimensions) {
    String name = "c" + fresh++;
    Proto proto = new Proto();
    for (int dimension : dimensions) {
      proto.integer(1, dimension);
    }
    body.message(5, proto.integer(2, type).text(8, name).data(9, raw, raw.length));
    return name;
  }

  /** Applies an operator without attributes. */
  String op(String type, String... inputs) {
    return op(type, List.of(), inputs);
  }

  /** Applies an operator. */
  String op(String type, List<Attribute> attributes, String... inputs) {
    String output = "v" + fresh++;
    node(type, List.of(inputs), List.of(output), attributes.toArray(Attribute[]::new));
    return output;
  }

  /** Splits the last axis of a value of that rank into parts of these lengths. */
  List<String> splitLast(String value, int rank, long... lengths) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      parts.add("v" + fresh++);
    }
    node("Split", List.of(value, longs(lengths)), parts, Attribute.of("axis", rank - 1));
    return parts;
  }

  /** The value in another shape; one axis may be -1, the first may be {@link #ROWS}. */
  String reshape(String value, long... shape) {
    return op("Reshape", value, longs(shape));
  }

  /** Several values one after the other on an axis; one value is itself. */
  String concat(List<String> values, int axis) {
    return values.size() == 1
        ? values.get(0)
        : op("Concat", List.of(Attribute.of("axis", axis)), values.toArray(String[]::new));
  }

  /** The sum of several values of one shape; one value is itself. */
  String sum(List<String> values) {
    String sum = values.get(0);
    for (String value : values.subList(1, values.size())) {
      sum = op("Add", sum, value);
    }
    return sum;
  }

  /** a b, either transposed before. */
  String gemm(String a, boolean transposeA, String b, boolean transposeB) {
    return op("Gemm", transposed(transposeA, transposeB), a, b);
  }

  /** a b + bias, b transposed before where asked for. */
  String gemm(String a, String b, boolean transposeB, String bias) {
    return op("Gemm", transposed(false, transposeB), a, b, bias);
  }

  private static List<Attribute> transposed(boolean a, boolean b) {
    return List.of(Attribute.of("transA", a ? 1 : 0), Attribute.of("transB", b ? 1 : 0));
  }

  /** Reduces axes with ReduceSum, ReduceMax or ReduceMean. */
  String reduce(String type, String value, boolean keep, long... axes) {
    return op(type, List.of(Attribute.of("keepdims", keep ? 1 : 0)), value, longs(axes));
  }

  /** 1 where a comparison of two values holds, else 0. */
  String where(String comparison, String a, String b) {
    return op("Cast", List.of(Attribute.of("to", FLOAT)), op(comparison, a, b));
  }

  private void node(
      String type, List<String> inputs, List<String> outputs, Attribute... attributes) {
    Proto node = new Proto();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, type + "_" + outputs.get(0)).text(4, type);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.proto());
    }
    body.message(1, node);
  }

  private static Proto valueInfo(String name, int type, int... dimensions) {
    Proto shape = new Proto();
    for (int dimension : dimensions) {
      shape.message(
          1,
          switch (dimension) {
            case ROWS -> new Proto().text(2, "rows");
            case ANY -> new Proto();
            default -> new Proto().integer(1, dimension);
          });
    }
    Proto tensor = new Proto().integer(1, type).message(2, shape);
    return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
  }

  /** The whole model. */
  byte[] toModel() {
    body.text(2, "sortal");
    return new Proto()
        .integer(1, IR_VERSION)
        .text(2, "sortal")
        .message(7, body)
        .message(8, new Proto().text(1, "").integer(2, OPSET))
        .toByteArray();
  }
}
