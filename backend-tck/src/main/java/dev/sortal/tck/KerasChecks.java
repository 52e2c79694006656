package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Trainings that Keras 3 did on its JAX backend, of bags those that PyTorch did: the reference must
 * give its numbers too, so that engines are not compared with a mistake.
 */
interface KerasChecks extends LearningChecks {
  @TestFactory
  default Stream<DynamicTest> each_layer_trains_as_in_keras() {
    return eachOf("layers");
  }

  @TestFactory
  default Stream<DynamicTest> each_optimizer_trains_as_in_keras() {
    return eachOf("optimizers");
  }

  @TestFactory
  default Stream<DynamicTest> clipping_smoothing_and_weights_of_rows_train_as_in_keras() {
    return eachOf("losses");
  }

  @TestFactory
  default Stream<DynamicTest> each_preset_trains_as_in_keras() {
    return eachOf("presets");
  }

  @TestFactory
  default Stream<DynamicTest> each_layer_over_maps_and_batch_normalisation_train_as_in_keras() {
    return eachOf("maps");
  }

  @TestFactory
  default Stream<DynamicTest> bags_train_as_in_pytorch() {
    return KerasCase.bags().stream()
        .map(torch -> DynamicTest.dynamicTest(torch.name(), () -> assertTrainsAs(torch)));
  }

  private Stream<DynamicTest> eachOf(String group) {
    return KerasCase.group(group).stream()
        .map(keras -> DynamicTest.dynamicTest(keras.name(), () -> assertTrainsAs(keras)));
  }

  private void assertTrainsAs(KerasCase keras) {
    Network network = keras.plan().network();
    double tolerance = Agreement.tolerance(network);
    try (TrainingSession session = backend().train(keras.plan())) {
      for (int step = 0; step < keras.losses().size(); step++) {
        LabelledBatch batch = keras.batches().get(step % keras.batches().size());
        Agreement.assertLossesAgree(
            tolerance,
            keras.name() + ", step " + (step + 1),
            Checks.step(session, network, batch, keras.learningRate()),
            keras.losses().get(step));
      }
      Weights results = keras.results();
      Agreement.assertAgree(
          tolerance,
          keras.name(),
          NormCases.comparable(network),
          keras.kept(session.weights(Checks.names(network))),
          KerasCase.below(results, "final/"));
      Weights slots = KerasCase.below(results, "state/");
      Agreement.assertAgree(tolerance, keras.name(), slots.names(), session.state().slots(), slots);
      keras.assertLogits(session);
    }
  }
}
