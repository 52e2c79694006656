package dev.sortal.tck.reference;

import dev.sortal.spec.Network;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/** The reference, for subclasses to change one thing of. */
public class AlteredBackend implements TrainingBackend {
  private final TrainingBackend reference;

  AlteredBackend() {
    this(new Behaviour());
  }

  AlteredBackend(Behaviour behaviour) {
    this.reference = new ReferenceBackend(behaviour);
  }

  /** A backend that trains another plan than it is given. */
  static AlteredBackend training(UnaryOperator<TrainingPlan> change) {
    return new AlteredBackend() {
      @Override
      public TrainingSession train(TrainingPlan plan) {
        return super.train(change.apply(plan));
      }
    };
  }

  /** A backend whose training sessions are changed. */
  public static AlteredBackend trainings(UnaryOperator<TrainingSession> change) {
    return new AlteredBackend() {
      @Override
      public TrainingSession train(TrainingPlan plan) {
        return change.apply(super.train(plan));
      }
    };
  }

  /** A backend whose inference sessions are changed. */
  public static AlteredBackend sessions(UnaryOperator<InferenceSession> change) {
    return new AlteredBackend() {
      @Override
      public InferenceSession open(Network network, Weights weights, Execution execution) {
        return change.apply(super.open(network, weights, execution));
      }
    };
  }

  @Override
  public int spiVersion() {
    return reference.spiVersion();
  }

  @Override
  public String name() {
    return reference.name();
  }

  @Override
  public String engine() {
    return reference.engine();
  }

  @Override
  public List<Device> devices() {
    return reference.devices();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    return reference.open(network, weights, execution);
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    return reference.train(plan);
  }
}
