package dev.sortal.backend.onnx;

import static dev.sortal.spec.Activation.GELU;
import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Network NETWORK =
      Network.of(
          new Input.Tokens("text", 50, 12, Side.POST),
          embedding(6),
          dropout(0.1),
          parallel(
              branch(conv1d(5, 2, RELU), maxPool1d(2), flatten()),
              branch(conv1d(4, 3, GELU), globalMaxPool())),
          dense(3));

  private static Set<String> names(Network network) {
    return network.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
  }

  private static OnnxMl.ModelProto parse(byte[] model) {
    try {
      return OnnxMl.ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void is_read_back_by_another_implementation_of_the_format() {
    byte[] model = TrainingGraph.of(NETWORK, true, names(NETWORK)).model();
    OnnxMl.ModelProto parsed = parse(model);
    assertThat(parsed.getUnknownFields().asMap()).isEmpty();
    assertThat(parsed.getGraph().getUnknownFields().asMap()).isEmpty();
    assertThat(parsed.getIrVersion()).isEqualTo(9);
    assertThat(parsed.getOpsetImport(0).getVersion()).isEqualTo(20);
    assertThat(parsed.toByteArray()).hasSameSizeAs(model);
  }

  @Test
  void computes_every_value_before_it_is_read_and_only_once() {
    OnnxMl.GraphProto graph =
        parse(TrainingGraph.of(NETWORK, true, names(NETWORK)).model()).getGraph();
    Set<String> known = new HashSet<>();
    graph.getInputList().forEach(input -> known.add(input.getName()));
    graph.getInitializerList().forEach(constant -> known.add(constant.getName()));
    for (OnnxMl.NodeProto node : graph.getNodeList()) {
      assertThat(known).as(node.getName()).containsAll(node.getInputList());
      for (String output : node.getOutputList()) {
        assertThat(known.add(output)).as(output).isTrue();
      }
    }
    graph.getOutputList().forEach(output -> assertThat(known).contains(output.getName()));
  }

  @Test
  void uses_standard_operators_and_no_scatter_which_races_with_itself() {
    OnnxMl.GraphProto graph =
        parse(TrainingGraph.of(NETWORK, true, names(NETWORK)).model()).getGraph();
    for (OnnxMl.NodeProto node : graph.getNodeList()) {
      assertThat(node.getDomain()).isEmpty();
      assertThat(node.getOpType()).doesNotStartWith("Scatter");
    }
  }

  @Test
  void has_a_gradient_for_each_trained_parameter_and_no_other() {
    Set<String> trained = Set.of("3.dense.bias", "2.parallel.0.0.conv1d.weight");
    List<String> outputs = new ArrayList<>();
    parse(TrainingGraph.of(NETWORK, true, trained).model())
        .getGraph()
        .getOutputList()
        .forEach(output -> outputs.add(output.getName()));
    assertThat(outputs)
        .containsExactlyInAnyOrder(
            "loss", "logits", "gradient.3.dense.bias", "gradient.2.parallel.0.0.conv1d.weight");
  }

  @Test
  void leaves_the_gradients_under_a_global_maximum_to_the_windows_that_hold_it() {
    Network network =
        Network.of(
            new Input.Tokens("text", 50, 12, Side.POST),
            embedding(6),
            conv1d(4, 3, RELU),
            globalMaxPool(),
            dense(3));
    OnnxMl.GraphProto graph =
        parse(TrainingGraph.of(network, true, names(network)).model()).getGraph();
    List<String> outputs = new ArrayList<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    assertThat(outputs)
        .containsExactlyInAnyOrder(
            "loss",
            "logits",
            "gradient.3.dense.weight",
            "gradient.3.dense.bias",
            "max.values.2",
            "max.largest.2",
            "max.gradient.2");
  }

  @Test
  void serves_without_dropout_masks_or_targets() {
    List<String> inputs = new ArrayList<>();
    parse(TrainingGraph.evaluation(NETWORK).model())
        .getGraph()
        .getInputList()
        .forEach(input -> inputs.add(input.getName()));
    assertThat(inputs).contains("rows.0", "3.dense.weight");
    assertThat(inputs).noneMatch(name -> name.startsWith("mask") || name.equals("targets"));
  }
}
