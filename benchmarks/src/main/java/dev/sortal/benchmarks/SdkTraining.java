package dev.sortal.benchmarks;

import dev.sortal.data.EncodedSet;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.training.Monitor;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingRows;
import dev.sortal.training.TrainingSettings;
import dev.sortal.training.ValidationRows;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A network as the SDK trains it on one engine, one thread, with Adam and batches of 32. */
final class SdkTraining implements AutoCloseable {
  private final Network network;
  private final TrainingPlan plan;
  private final TrainingSettings settings =
      new TrainingSettings(
          1, ReferenceModel.BATCH, ReferenceModel.RATE, 0, Monitor.VALIDATION_LOSS, 1);
  private final EncodedSet rows;
  private final TrainingSession session;

  SdkTraining(String engine, Network network, EncodedSet rows) {
    this.network = network;
    this.rows = rows;
    this.plan = TrainingPlan.of(network, Optimizer.adam(), Loss.crossEntropy(), 1);
    this.session = Engines.backend(engine).train(plan);
  }

  /** The reference model. */
  SdkTraining(String engine, ReferenceModel.Rows rows) {
    this(engine, ReferenceModel.network(), rows.encoded());
  }

  /** Trains on the first batches, in their order. */
  List<Double> losses(int batches) {
    int[] order = new int[batches * ReferenceModel.BATCH];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    FloatBuffer logits = FloatBuffer.allocate(ReferenceModel.BATCH * network.outputs());
    EncodedSet.Reader reader = rows.reader(0);
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      int from = i * ReferenceModel.BATCH;
      LabelledBatch batch = reader.read(order, from, from + ReferenceModel.BATCH);
      losses.add(session.step(batch, ReferenceModel.RATE, logits));
    }
    return losses;
  }

  /** One pass over all rows, in plain order, through the loop that {@code Pipeline.train} uses. */
  void epoch() {
    epoch(plain());
  }

  /** One pass over all rows in batches of similar length, as a pipeline makes them. */
  void bucketedEpoch() {
    epoch(plain().bucketed(settings));
  }

  private TrainingRows plain() {
    return TrainingRows.shuffled(rows, settings.seed());
  }

  private void epoch(TrainingRows training) {
    EncodedSet none = EncodedSet.none(rows);
    ValidationRows validation = ValidationRows.of(none, network.outputs());
    new TrainingLoop(session, plan, training, validation, settings, new TrainingListener() {})
        .run();
  }

  @Override
  public void close() {
    session.close();
  }
}
