package dev.sortal.tck;

import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Parameter;
import dev.sortal.spi.Batch;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Session;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the groups of checks share. */
interface Checks {
  /** The engine under test. */
  TrainingBackend backend();

  /** The engine that is right. */
  default TrainingBackend reference() {
    return new ReferenceBackend();
  }

  /** A check for each network. */
  static Stream<DynamicTest> each(
      Map<String, Network> networks, BiConsumer<String, Network> check) {
    return networks.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check.accept(entry.getKey(), entry.getValue())));
  }

  /** A plan from weights of which none is zero. */
  static TrainingPlan plan(Network network, Optimizer optimizer) {
    return TrainingPlan.of(network, optimizer, Loss.crossEntropy(), 7)
        .withWeights(Cases.weights(network, 7));
  }

  static Set<String> names(Network network) {
    Set<String> names = new LinkedHashSet<>();
    network.parameters().stream().map(Parameter::name).forEach(names::add);
    return names;
  }

  static FloatBuffer logitsBuffer(Network network, int rows) {
    return Batches.floats(new float[rows * network.outputs()]);
  }

  static FloatBuffer logits(Session session, Network network, Batch batch) {
    FloatBuffer into = logitsBuffer(network, batch.rows());
    session.logits(batch, into);
    return into;
  }

  static double step(TrainingSession session, Network network, LabelledBatch batch, double rate) {
    return session.step(batch, rate, logitsBuffer(network, batch.batch().rows()));
  }

  /** Compares two engines over many steps: every loss, and the weights at the end. */
  default void assertSameTrajectory(String what, TrainingPlan plan, double rate, int steps) {
    Network network = plan.network();
    try (TrainingSession actual = backend().train(plan);
        TrainingSession expected = reference().train(plan)) {
      for (int step = 1; step <= steps; step++) {
        LabelledBatch batch = Batches.random(network, 4 + step % 5, 100 + step);
        double expectedLoss = step(expected, network, batch, rate);
        double actualLoss = step(actual, network, batch, rate);
        Agreement.assertLossesAgree(what + ", step " + step, actualLoss, expectedLoss);
      }
      Weights weights = expected.weights(names(network));
      Agreement.assertAgree(
          what + " after " + steps + " steps", actual.weights(names(network)), weights);
    }
  }
}
