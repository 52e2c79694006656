package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import java.nio.FloatBuffer;
import java.util.Set;

/** What the groups of checks for engines that train share. */
interface LearningChecks extends Checks {
  @Override
  TrainingBackend backend();

  /**
   * Compares two engines over many steps: every step's loss and logits, and the weights at the end.
   *
   * @param rows the number of rows of each step's batch
   */
  default void assertSameTrajectory(String what, TrainingPlan plan, double rate, int... rows) {
    Network network = plan.network();
    double tolerance = Agreement.tolerance(network);
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      for (int step = 1; step <= rows.length; step++) {
        int count = rows[step - 1];
        LabelledBatch batch = Batches.random(plan, count, 100 + step);
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
          what + " after " + rows.length + " steps",
          names,
          actual.weights(names),
          expected.weights(names));
    }
  }
}
