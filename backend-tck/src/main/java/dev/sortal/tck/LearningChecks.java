package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;

/** What the groups of checks for engines that train share. */
interface LearningChecks extends Checks {
  @Override
  TrainingBackend backend();

  /**
   * Compares two engines over many steps: every step's loss and logits, and the weights at the end.
   */
  default void assertSameTrajectory(String what, TrainingPlan plan, double rate, int steps) {
    Network network = plan.network();
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      for (int step = 1; step <= steps; step++) {
        LabelledBatch batch = Batches.random(network, 4 + step % 5, 100 + step);
        int rows = batch.batch().rows();
        FloatBuffer expectedLogits = Checks.logitsBuffer(network, rows);
        FloatBuffer actualLogits = Checks.logitsBuffer(network, rows);
        double expectedLoss = expected.step(batch, rate, expectedLogits);
        double actualLoss = actual.step(batch, rate, actualLogits);
        String where = what + ", step " + step;
        Agreement.assertLossesAgree(where, actualLoss, expectedLoss);
        Agreement.assertAgree(
            where + ", logits", actualLogits, expectedLogits, rows * network.outputs());
      }
      Weights weights = expected.weights(Checks.names(network));
      Agreement.assertAgree(
          what + " after " + steps + " steps", actual.weights(Checks.names(network)), weights);
    }
  }
}
