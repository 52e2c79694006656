package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks that Keras 3 trained give the logits that it computed with them. */
interface KerasServingChecks extends Checks {
  @TestFactory
  default Stream<DynamicTest> each_layer_serves_as_in_keras() {
    return Stream.of("layers", "maps").flatMap(group -> eachOf(KerasCase.group(group)));
  }

  @TestFactory
  default Stream<DynamicTest> bags_serve_as_in_pytorch() {
    return eachOf(KerasCase.bags());
  }

  private Stream<DynamicTest> eachOf(List<KerasCase> cases) {
    return cases.stream()
        .map(keras -> DynamicTest.dynamicTest(keras.name(), () -> assertServesAs(keras)));
  }

  private void assertServesAs(KerasCase keras) {
    Network network = keras.plan().network();
    try (InferenceSession session =
        backend().open(network, KerasCase.below(keras.results(), "final/"), Execution.cpu())) {
      keras.assertLogits(session);
    }
  }
}
