package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks that Keras 3 trained give the logits that it computed with them. */
interface KerasServingChecks extends Checks {
  @TestFactory
  default Stream<DynamicTest> each_layer_serves_as_in_keras() {
    return Stream.of("layers", "maps")
        .flatMap(group -> KerasCase.group(group).stream())
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
