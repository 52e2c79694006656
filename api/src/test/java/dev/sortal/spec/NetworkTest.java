package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Weights;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Input TEXT = new Input.Tokens("text", 50, 10, Side.POST);

  private static Network script() {
    return Network.of(
        TEXT, embedding(4), conv1d(6, 3, RELU), maxPool1d(2), flatten(), dense(5, RELU), dense(2));
  }

  @Test
  void shapes_and_names_follow_from_the_layers() {
    Network network = script();
    assertThat(network.outputs()).isEqualTo(2);
    assertThat(network.parameters())
        .extracting(Parameter::name, Parameter::shape)
        .containsExactly(
            tuple("0.embedding.weight", Shape.of(50, 4)),
            tuple("1.conv1d.weight", Shape.of(6, 4, 3)),
            tuple("1.conv1d.bias", Shape.of(6)),
            tuple("4.dense.weight", Shape.of(5, 24)),
            tuple("4.dense.bias", Shape.of(5)),
            tuple("5.dense.weight", Shape.of(2, 5)),
            tuple("5.dense.bias", Shape.of(2)));
  }

  @Test
  void parameters_in_branches_are_named_by_branch_and_place() {
    Network network =
        Network.of(
            TEXT,
            embedding(4),
            parallel(
                branch(conv1d(3, 2, RELU), globalMaxPool()),
                branch(conv1d(5, 3, RELU), globalMaxPool())),
            dense(2));
    assertThat(network.parameters())
        .extracting(Parameter::name)
        .contains("1.parallel.0.0.conv1d.weight", "1.parallel.1.0.conv1d.bias", "2.dense.weight");
    assertThat(network.parameters().get(5).shape()).isEqualTo(Shape.of(2, 8));
  }

  @Test
  void a_kernel_longer_than_its_input_is_refused() {
    assertThatThrownBy(
            () -> Network.of(TEXT, embedding(4), conv1d(6, 11, RELU), flatten(), dense(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11")
        .hasMessageContaining("10");
  }

  @Test
  void a_network_without_flat_logits_is_refused() {
    assertThatThrownBy(() -> Network.of(TEXT, embedding(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must end in logits")
        .hasMessageContaining("flatten()");
  }

  @Test
  void initial_weights_follow_from_the_seed_and_stay_in_their_limits() {
    Network network = script();
    Weights weights = network.initialWeights(7);
    assertThat(weights).isEqualTo(network.initialWeights(7));
    assertThat(weights).isNotEqualTo(network.initialWeights(8));
    for (Parameter parameter : network.parameters()) {
      double limit =
          switch (parameter.name()) {
            case "0.embedding.weight" -> 0.05;
            case "1.conv1d.weight" -> Math.sqrt(6.0 / (4 * 3 + 6 * 3));
            case "4.dense.weight" -> Math.sqrt(6.0 / (24 + 5));
            case "5.dense.weight" -> Math.sqrt(6.0 / (5 + 2));
            default -> 0;
          };
      assertThat(parameter.initial().limit()).as(parameter.name()).isEqualTo(limit);
    }
  }

  @Test
  void batch_normalisation_keeps_moving_statistics_beside_what_it_learns() {
    Network network =
        Network.of(
            new Input.Values("image", Shape.of(4, 5, 3)),
            batchNorm(),
            globalAveragePool(),
            dense(2));
    assertThat(network.parameters())
        .filteredOn(parameter -> parameter.name().startsWith("0."))
        .extracting(
            Parameter::name,
            Parameter::shape,
            parameter -> parameter.initial().constant(),
            Parameter::trainable)
        .containsExactly(
            tuple("0.batchnorm.gamma", Shape.of(3), 1.0, true),
            tuple("0.batchnorm.beta", Shape.of(3), 0.0, true),
            tuple("0.batchnorm.mean", Shape.of(3), 0.0, false),
            tuple("0.batchnorm.variance", Shape.of(3), 1.0, false));
    assertThat(network.nodes().get(0).output()).isEqualTo(Shape.of(4, 5, 3));
    assertThat(network.nodes().get(0).normalisesByBatch(Set.of("0.batchnorm.beta"))).isTrue();
    assertThat(network.nodes().get(0).normalisesByBatch(Set.of("2.dense.bias"))).isFalse();
    ObjectNode json = SpecJson.write(network);
    assertThat(json.get("layers").get(0).toString())
        .isEqualTo("{\"type\":\"batchnorm\",\"momentum\":0.99,\"epsilon\":0.001}");
    assertThat(SpecJson.read(json, Network.class)).isEqualTo(network);
  }

  @Test
  void json_gives_the_same_network_again_and_is_strict() {
    Network network = script();
    ObjectNode json = SpecJson.write(network);
    assertThat(SpecJson.read(json, Network.class)).isEqualTo(network);
    ObjectNode more = json.deepCopy();
    more.put("surprise", 1);
    assertThatThrownBy(() -> SpecJson.read(more, Network.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surprise");
    ObjectNode fewer = json.deepCopy();
    fewer.remove("layers");
    assertThatThrownBy(() -> SpecJson.read(fewer, Network.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers");
  }
}
