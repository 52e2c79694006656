package dev.sortal.tck.reference;

import dev.sortal.spec.OptimizerState;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Set;

/** A training session of the reference, for subclasses to change one thing of. */
public class AlteredTraining implements TrainingSession {
  private final TrainingSession session;

  /** Does what that session does. */
  protected AlteredTraining(TrainingSession session) {
    this.session = session;
  }

  @Override
  public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
    return session.step(batch, learningRate, logits);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    session.logits(batch, into);
  }

  @Override
  public Weights weights(Set<String> names) {
    return session.weights(names);
  }

  @Override
  public void replace(Weights some) {
    session.replace(some);
  }

  @Override
  public OptimizerState state() {
    return session.state();
  }

  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public void close() {
    session.close();
  }
}
