package dev.sortal.benchmarks;

import static dev.sortal.benchmarks.ReferenceModel.BATCH;
import static dev.sortal.benchmarks.ReferenceModel.CLASSES;
import static dev.sortal.benchmarks.ReferenceModel.EMBEDDING;
import static dev.sortal.benchmarks.ReferenceModel.FILTERS;
import static dev.sortal.benchmarks.ReferenceModel.KERNEL;
import static dev.sortal.benchmarks.ReferenceModel.LENGTH;
import static dev.sortal.benchmarks.ReferenceModel.POOLED;
import static dev.sortal.benchmarks.ReferenceModel.WINDOWS;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The reference model as ONNX graphs, derivatives written out: convolution as the product of
 * windows laid side by side and a matrix.
 */
final class OnnxGraph {
  private static final Map<String, Long> NONE = Map.of();
  private static final Map<String, Long> LEFT = Map.of("transA", 1L);
  private static final Map<String, Long> RIGHT = Map.of("transB", 1L);
  private static final Map<String, Long> COLUMNS = Map.of("keepdims", 0L);

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("reference");
  private int count;

  /** Logits of ids; the parameters, in the order of {@link BareOnnx}, are part of the graph. */
  static byte[] serving(Map<String, float[]> values, Map<String, long[]> shapes) {
    OnnxGraph graph = new OnnxGraph();
    graph.input("ids", TensorProto.DataType.INT32, LENGTH);
    values.forEach(
        (name, floats) -> {
          TensorProto.Builder tensor =
              TensorProto.newBuilder()
                  .setName(name)
                  .setDataType(TensorProto.DataType.FLOAT.getNumber());
          for (long dimension : shapes.getOrDefault(name, new long[0])) {
            tensor.addDims(dimension);
          }
          for (float value : floats) {
            tensor.addFloatData(value);
          }
          graph.graph.addInitializer(tensor);
        });
    graph.output("logits", graph.new Forward().logits);
    return graph.bytes();
  }

  /**
   * Loss and gradients of a full batch; the parameters are inputs. The gradient of the embedding
   * comes as one row for each token.
   */
  static byte[] training(Map<String, long[]> shapes) {
    OnnxGraph graph = new OnnxGraph();
    graph.input("ids", TensorProto.DataType.INT32, LENGTH);
    graph.input("targets", TensorProto.DataType.FLOAT, CLASSES);
    shapes.forEach(
        (name, shape) ->
            graph.graph.addInput(
                ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(type(TensorProto.DataType.FLOAT, shape))));
    graph.backward(graph.new Forward());
    return graph.bytes();
  }

  /** The forward pass and what the backward pass needs of it. */
  private final class Forward {
    final String columns =
        node(
            "Reshape",
            NONE,
            node("Concat", Map.of("axis", 2L), shifted(node("Gather", NONE, "embedding", "ids"))),
            integers(-1, (long) KERNEL * EMBEDDING));
    final List<String> halves =
        split(
            2,
            2,
            node(
                "Reshape",
                NONE,
                node("Gemm", NONE, columns, "kernel", "kernelBias"),
                integers(-1, POOLED, 2, FILTERS)));
    final String pooled = node("Relu", NONE, node("Max", NONE, halves.get(0), halves.get(1)));
    final String flat = node("Reshape", NONE, pooled, integers(-1, (long) POOLED * FILTERS));
    final String hidden = node("Relu", NONE, node("Gemm", NONE, flat, "hidden", "hiddenBias"));
    final String logits = node("Gemm", NONE, hidden, "output", "outputBias");

    private String[] shifted(String embedded) {
      return IntStream.range(0, KERNEL)
          .mapToObj(
              shift ->
                  node(
                      "Slice",
                      NONE,
                      embedded,
                      integers(shift),
                      integers((long) shift + WINDOWS),
                      integers(1)))
          .toArray(String[]::new);
    }
  }

  private void backward(Forward forward) {
    String scale = number(1f / BATCH);
    String logProbabilities = node("LogSoftmax", Map.of("axis", -1L), forward.logits);
    String picked = node("Mul", NONE, logProbabilities, "targets");
    String sum = node("ReduceSum", COLUMNS, picked);
    output("loss", node("Neg", NONE, node("Mul", NONE, sum, scale)));

    String excess = node("Sub", NONE, node("Exp", NONE, logProbabilities), "targets");
    String slope = node("Mul", NONE, excess, scale);
    output("d.output", node("Gemm", LEFT, forward.hidden, slope));
    output("d.outputBias", node("ReduceSum", COLUMNS, slope, integers(0)));

    String hidden = gated(node("Gemm", RIGHT, slope, "output"), forward.hidden);
    output("d.hidden", node("Gemm", LEFT, forward.flat, hidden));
    output("d.hiddenBias", node("ReduceSum", COLUMNS, hidden, integers(0)));

    String flat = gated(node("Gemm", RIGHT, hidden, "hidden"), forward.flat);
    String pooled = node("Reshape", NONE, flat, integers(-1, POOLED, 1, FILTERS));
    String wins = node("GreaterOrEqual", NONE, forward.halves.get(0), forward.halves.get(1));
    String first = node("Mul", NONE, pooled, floats(wins));
    String second = node("Sub", NONE, pooled, first);
    String convolved =
        node(
            "Reshape",
            NONE,
            node("Concat", Map.of("axis", 2L), first, second),
            integers(-1, FILTERS));
    output("d.kernel", node("Gemm", LEFT, forward.columns, convolved));
    output("d.kernelBias", node("ReduceSum", COLUMNS, convolved, integers(0)));

    String columns =
        node(
            "Reshape",
            NONE,
            node("Gemm", RIGHT, convolved, "kernel"),
            integers(-1, WINDOWS, (long) KERNEL * EMBEDDING));
    List<String> taps = split(2, KERNEL, columns);
    String total = padded(taps.get(0), 0);
    for (int tap = 1; tap < KERNEL; tap++) {
      total = node("Add", NONE, total, padded(taps.get(tap), tap));
    }
    output("d.tokens", total);
  }

  private String gated(String gradient, String activated) {
    return node("Mul", NONE, gradient, floats(node("Greater", NONE, activated, number(0))));
  }

  private String floats(String booleans) {
    return node("Cast", Map.of("to", (long) TensorProto.DataType.FLOAT.getNumber()), booleans);
  }

  private String padded(String tap, int before) {
    return node("Pad", NONE, tap, integers(0, before, 0, 0, KERNEL - 1L - before, 0));
  }

  private String node(String type, Map<String, Long> attributes, String... inputs) {
    return node(type, attributes, 1, inputs).get(0);
  }

  private List<String> split(int axis, int parts, String input) {
    return node("Split", Map.of("axis", (long) axis, "num_outputs", (long) parts), parts, input);
  }

  private List<String> node(
      String type, Map<String, Long> attributes, int outputs, String... inputs) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add("t" + count++);
    }
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addAllOutput(names);
    attributes.forEach(
        (name, number) ->
            node.addAttribute(
                AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(number)));
    graph.addNode(node);
    return names;
  }

  private String integers(long... values) {
    String name = "c" + count++;
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String number(float value) {
    String name = "c" + count++;
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(value));
    return name;
  }

  private void input(String name, TensorProto.DataType type, long width) {
    graph.addInput(ValueInfoProto.newBuilder().setName(name).setType(type(type, -1, width)));
  }

  private void output(String name, String tensor) {
    graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(tensor).addOutput(name));
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
  }

  private static TypeProto type(TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long dimension : shape) {
      dimensions.addDim(
          dimension < 0
              ? TensorShapeProto.Dimension.newBuilder().setDimParam("rows")
              : TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
    }
    return TypeProto.newBuilder()
        .setTensorType(
            TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions))
        .build();
  }

  private byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(9)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(20))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
