package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
  private static final Network NETWORK =
      Network.of(
          new Input.Tokens("text", 10, 5, Side.POST),
          embedding(4),
          parallel(
              branch(conv1d(2, 2, RELU), globalMaxPool()),
              branch(conv1d(2, 3, RELU), globalMaxPool())),
          dense(2));

  private static Set<String> frozen(String... names) {
    List<ParameterGroup> groups =
        ParameterGroup.of(NETWORK, Optimizer.adam(), List.of(), List.of(names));
    ParameterGroup.requireValid(NETWORK, groups);
    Set<String> frozen = new TreeSet<>();
    NETWORK.parameters().forEach(parameter -> frozen.add(parameter.name()));
    groups.forEach(group -> frozen.removeAll(group.names()));
    return frozen;
  }

  @Test
  void leaves_out_layers_and_parameters_by_name() {
    assertThat(frozen()).isEmpty();
    assertThat(frozen("0.embedding")).containsExactly("0.embedding.weight");
    assertThat(frozen("1.parallel.1"))
        .containsExactly("1.parallel.1.0.conv1d.bias", "1.parallel.1.0.conv1d.weight");
    assertThat(frozen("2.dense.bias", "0.embedding"))
        .containsExactly("0.embedding.weight", "2.dense.bias");
    assertThat(frozen("*.bias"))
        .containsExactly(
            "1.parallel.0.0.conv1d.bias", "1.parallel.1.0.conv1d.bias", "2.dense.bias");
    assertThat(frozen("*conv1d")).hasSize(4);
  }

  @Test
  void refuses_names_of_nothing_and_lists_what_exists() {
    for (String name :
        List.of("0.embeding", "0.embed", "embedding", "", "0.Embedding", "0?embedding")) {
      assertThatThrownBy(() -> frozen(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "There is nothing to freeze by the name \""
                  + name
                  + "\": expected one of the layers [0.embedding, 1.parallel.0.0.conv1d,"
                  + " 1.parallel.1.0.conv1d, 2.dense], a parameter of theirs (\"...weight\"), or a"
                  + " pattern with *.");
    }
  }

  @Test
  void refuses_to_leave_nothing_to_train() {
    assertThatThrownBy(() -> frozen("*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nothing is left to train")
        .hasMessageContaining("got [*], which covers [0.embedding.weight, 1.parallel.0");
  }
}
