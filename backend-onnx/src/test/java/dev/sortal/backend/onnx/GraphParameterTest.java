package dev.sortal.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphParameterTest {
  private static final Network NETWORK =
      Network.of(
          new Input.Tokens("text", 9, 5, Side.POST),
          Layers.embedding(3),
          Layers.conv1d(2, 2, Activation.RELU),
          Layers.flatten(),
          Layers.dense(4));

  @Test
  void turns_the_places_of_a_kernel_before_its_channels() {
    Node conv = NETWORK.nodes().get(1);
    GraphParameter kernel = GraphParameter.of(conv, conv.weight());
    float[] values = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};
    float[] turned = new float[12];
    kernel.turn(values, turned);
    assertThat(turned).containsExactly(1, 3, 5, 2, 4, 6, 11, 13, 15, 12, 14, 16);
    assertThat(kernel.shape()).isEqualTo(Shape.of(2, 6));
    float[] back = new float[12];
    kernel.turnBack(turned, back);
    assertThat(back).containsExactly(values);
  }

  @Test
  void leaves_out_tables_and_weights_over_flattened_texts_which_are_fed_in_part() {
    List<String> names =
        GraphParameter.of(NETWORK, true).stream().map(GraphParameter::name).toList();
    assertThat(names).containsExactly("1.conv1d.weight", "1.conv1d.bias", "3.dense.bias");
  }
}
