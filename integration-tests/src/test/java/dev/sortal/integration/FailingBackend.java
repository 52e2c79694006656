package dev.sortal.integration;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;

/** A real engine whose training breaks in a certain step, counted from 1. */
final class FailingBackend implements TrainingBackend {
  private final TrainingBackend real;
  private final int failingStep;

  FailingBackend(TrainingBackend real, int failingStep) {
    this.real = real;
    this.failingStep = failingStep;
  }

  @Override
  public int spiVersion() {
    return real.spiVersion();
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public String engine() {
    return real.engine();
  }

  @Override
  public List<Device> devices() {
    return real.devices();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    return real.open(network, weights, execution);
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    return new FailingSession(real.train(plan));
  }

  private final class FailingSession implements TrainingSession {
    private final TrainingSession session;
    private int steps;

    FailingSession(TrainingSession session) {
      this.session = session;
    }

    @Override
    public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
      if (++steps == failingStep) {
        throw new BackendException("the engine broke");
      }
      return session.step(batch, learningRate, logits);
    }

    @Override
    public Device device() {
      return session.device();
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
    public void close() {
      session.close();
    }
  }
}
