package dev.sortal.backend.tf;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.StepRows;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** Training in one graph: a step is one run of it. */
final class TensorFlowTraining implements TrainingSession {
  private final TrainingPlan plan;
  private final Network network;
  private final Device device;
  private final Graph graph = new Graph();
  private final Session session;
  private final TrainingGraph training;
  private final StepRows rows;
  private final InputRows inputs;
  private final Feeds stepFeeds;
  private final Feeds inputFeeds;
  private final List<RateFeed> rates;
  private long step;
  private boolean closed;

  TensorFlowTraining(TrainingPlan plan, Device device) {
    this.plan = plan;
    this.network = plan.network();
    this.device = device;
    this.rows = new StepRows(TensorFlowBackend.NAME, plan);
    this.inputs = new InputRows(TensorFlowBackend.NAME, network);
    this.training = new TrainingGraph(TensorFlow.ops(graph, device), plan);
    this.stepFeeds = new Feeds(network, training.forward(), rows.inputs());
    stepFeeds.add(training.targets(), rows.targets().targets());
    stepFeeds.add(training.scale(), rows.targets().scale());
    rows.masks().forEach((node, factors) -> stepFeeds.add(training.forward().mask(node), factors));
    this.inputFeeds = new Feeds(network, training.evaluation(), inputs);
    this.rates = training.groups().stream().map(RateFeed::new).toList();
    this.step = plan.state().step();
    this.session = TensorFlow.open(graph, device, plan.execution());
    training.variables().set(session, plan.weights().asMap());
    training.variables().set(session, plan.state().slots().asMap());
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
    requireOpen();
    rows.load(batch, step + 1);
    Session.Runner run =
        session
            .runner()
            .fetch(training.loss())
            .fetch(training.logits())
            .addTarget(training.update());
    stepFeeds.feed(run, rows.rows());
    for (RateFeed rate : rates) {
      rate.feed(run, StepRates.of(rate.group.group(), learningRate, step + 1));
    }
    try (Result result = TensorFlow.run(run, "do a training step")) {
      step++;
      TensorFlowCall.copy(result, 1, rows.rows() * network.outputs(), logits);
      return ((TFloat32) result.get(0)).getFloat();
    } catch (BackendException failure) {
      throw String.valueOf(failure.getMessage()).contains(TrainingGraph.RUNAWAY)
          ? Updater.ranAway(step + 1, plan.clipNorm())
          : failure;
    }
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    requireOpen();
    inputs.load(batch);
    Session.Runner run = session.runner().fetch(training.evaluation().value(network.result()));
    inputFeeds.feed(run, batch.rows());
    try (Result result = TensorFlow.run(run, "compute logits")) {
      TensorFlowCall.copy(result, 0, batch.rows() * network.outputs(), into);
    }
  }

  @Override
  public Weights weights(Set<String> names) {
    requireOpen();
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (String name : names) {
      copies.put(name, training.variables().get(session, network.parameter(name).name()));
    }
    return Weights.of(copies);
  }

  @Override
  public void replace(Weights some) {
    requireOpen();
    some.asMap().forEach((name, tensor) -> network.parameter(name).requireShape(tensor.shape()));
    training.variables().set(session, some.asMap());
  }

  @Override
  public OptimizerState state() {
    requireOpen();
    Map<String, Tensor> slots = new LinkedHashMap<>();
    for (String name : plan.state().slots().names()) {
      slots.put(name, training.variables().get(session, name));
    }
    return new OptimizerState(step, Weights.of(slots));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This training session is closed. Begin a new one.");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stepFeeds.close();
      inputFeeds.close();
      rates.forEach(RateFeed::close);
      session.close();
      graph.close();
    }
  }

  /** The scalars of one group. */
  private static final class RateFeed implements AutoCloseable {
    private final GroupUpdate group;
    private final TFloat32 rate = TFloat32.scalarOf(0);
    private final TFloat32 kept = TFloat32.scalarOf(0);

    RateFeed(GroupUpdate group) {
      this.group = group;
    }

    void feed(Session.Runner run, StepRates step) {
      rate.setFloat(step.rate());
      kept.setFloat(step.kept());
      run.feed(group.rate(), rate).feed(group.kept(), kept);
    }

    @Override
    public void close() {
      rate.close();
      kept.close();
    }
  }
}
