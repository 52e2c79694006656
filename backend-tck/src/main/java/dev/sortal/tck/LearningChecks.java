package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the groups of checks for engines that train share. */
interface LearningChecks extends Checks {
  @Override
  TrainingBackend backend();

  /**
   * Whether equal maxima share the gradient of a global max pool, as Keras has it; false for an
   * engine that gives it to the first.
   */
  default boolean sharesGradientAmongEqualMaxima() {
    return true;
  }

  /**
   * Compares two engines over many steps: every step's loss and logits, and the weights at the end.
   *
   * @param rows the number of rows of each step's batch
   */
  default void assertSameTrajectory(String what, TrainingPlan plan, double rate, int... rows) {
    List<LabelledBatch> batches = new ArrayList<>();
    for (int count : rows) {
      batches.add(Batches.random(plan, count, 101 + batches.size()));
    }
    assertSameTrajectory(what, plan, rate, batches);
  }

  /** As above, over these batches. */
  default void assertSameTrajectory(
      String what, TrainingPlan plan, double rate, List<LabelledBatch> batches) {
    Network network = plan.network();
    double tolerance = Agreement.tolerance(network);
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      for (int step = 1; step <= batches.size(); step++) {
        LabelledBatch batch = batches.get(step - 1);
        int count = batch.batch().rows();
        FloatBuffer expectedLogits = Checks.logitsBuffer(network, count);
        FloatBuffer actualLogits = Checks.logitsBuffer(network, count);
        double expectedLoss = expected.step(batch, rate, expectedLogits);
        double actualLoss = actual.step(batch, rate, actualLogits);
        String where = what + ", step " + step;
        Agreement.assertLossesAgree(tolerance, where, actualLoss, expectedLoss);
        Agreement.assertAgree(
            tolerance, where + ", logits", actualLogits, expectedLogits, count * network.outputs());
      }
      Set<String> names = NormCases.comparable(network);
      Agreement.assertAgree(
          tolerance,
          what + " after " + batches.size() + " steps",
          names,
          actual.weights(names),
          expected.weights(names));
    }
  }
}
