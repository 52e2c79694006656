package dev.sortal.tck;

import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Side;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients: with plain descent of rate 1 the weights before less those after. */
interface GradientChecks extends LearningChecks {
  @TestFactory
  default Stream<DynamicTest> gradient_of_each_layer_is_that_of_the_reference() {
    return Checks.each(Cases.layers(), this::assertSameGradient);
  }

  @TestFactory
  default Stream<DynamicTest> gradient_of_each_preset_is_that_of_the_reference() {
    return Checks.each(Cases.presets(), this::assertSameGradient);
  }

  /** With plain descent of rate 1 the gradient is the weights before less those after. */
  private void assertSameGradient(String name, Network network) {
    TrainingPlan plan = Checks.plan(network, Optimizer.sgd());
    LabelledBatch batch = Batches.random(network, 7, 5);
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      double expectedLoss = Checks.step(expected, network, batch, 1);
      double actualLoss = Checks.step(actual, network, batch, 1);
      Agreement.assertLossesAgree(name, actualLoss, expectedLoss);
      Set<String> names = Checks.names(network);
      Agreement.assertAgree(
          name,
          difference(plan.weights(), actual.weights(names)),
          difference(plan.weights(), expected.weights(names)));
    }
  }

  /** The weights before less those after. */
  static Weights difference(Weights before, Weights after) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    after
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toArray();
              for (int i = 0; i < values.length; i++) {
                values[i] = before.get(name).get(i) - values[i];
              }
              tensors.put(name, Tensor.of(tensor.shape(), values));
            });
    return Weights.of(tensors);
  }

  @Test
  default void gradients_of_many_occurrences_of_an_id_add_up_with_several_threads() {
    Network network = Cases.plain();
    TrainingPlan plan =
        Checks.plan(network, Optimizer.sgd()).withExecution(new Execution(Device.cpu(), 2));
    int rows = 700;
    LabelledBatch batch = Batches.random(network, rows, 4);
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      Checks.step(expected, network, batch, 1);
      Checks.step(actual, network, batch, 1);
      Set<String> table = Set.of("0.embedding.weight");
      Agreement.assertAgree(
          "embedding",
          difference(plan.weights(), actual.weights(table)),
          difference(plan.weights(), expected.weights(table)));
    }
  }

  @Test
  default void equal_maxima_share_the_gradient_under_a_global_pool() {
    Weights moved = movedUnder(Layers.globalMaxPool());
    float whole = whole(moved);
    if (sharesGradientAmongEqualMaxima()) {
      assertRows(moved, 0, whole / 2, whole / 2, 0);
    } else {
      assertRows(moved, 0, whole, 0, 0);
    }
  }

  @Test
  default void the_first_of_equal_maxima_takes_the_gradient_under_a_pool() {
    Weights moved = movedUnder(new Layer.MaxPool1d(3, 3, Padding.VALID));
    assertRows(moved, 0, whole(moved), 0, 0);
  }

  private static void assertRows(Weights moved, float... expected) {
    Agreement.assertAgree(
        "rows of the table", moved.get("0.embedding.weight"), Tensor.of(Shape.of(4, 1), expected));
  }

  /** The gradient of what comes out of the pool: logits are it and its negative. */
  private static float whole(Weights moved) {
    return moved.get("3.dense.bias").get(0) - moved.get("3.dense.bias").get(1);
  }

  /**
   * The gradients under a pool over the ids 3, 1 and 2 of an embedding of width 1; 1 and 2 have the
   * largest value.
   */
  private Weights movedUnder(Layer pool) {
    Network network =
        Network.of(
            new Input.Tokens("text", 4, 3, Side.POST),
            Layers.embedding(1),
            pool,
            Layers.flatten(),
            Layers.dense(2));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("0.embedding.weight", Tensor.of(Shape.of(4, 1), -1, 0.5f, 0.5f, 0.25f));
    tensors.put("3.dense.weight", Tensor.of(Shape.of(2, 1), 1, -1));
    tensors.put("3.dense.bias", Tensor.zeros(Shape.of(2)));
    TrainingPlan plan = Checks.plan(network, Optimizer.sgd()).withWeights(Weights.of(tensors));
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, network, Batches.ofIds(3, 1, 2), 1);
      return difference(plan.weights(), session.weights(Checks.names(network)));
    }
  }
}
