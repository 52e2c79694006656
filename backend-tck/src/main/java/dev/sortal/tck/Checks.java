package dev.sortal.tck;

import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Parameter;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Session;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.reference.ReferenceBackend;
import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the groups of checks share. */
interface Checks {
  /** A device that no machine has. */
  Device ABSENT_GPU = Device.gpu(99);

  /** The engine under test. */
  Backend backend();

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
}
