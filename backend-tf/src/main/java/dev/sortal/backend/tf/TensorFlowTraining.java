package dev.sortal.backend.tf;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.Shortening;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Training in one graph: a step is one run of it. */
final class TensorFlowTraining implements TrainingSession {
  private final TrainingPlan plan;
  private final Network network;
  private final Device device;
  private final Graph graph = new Graph();
  private final Session session;
  private final Ops tf;
  private final TrainingGraph training;
  private final ForwardPass evaluation;
  private final StepRows rows;
  private final InputRows inputs;
  private final Map<Boolean, FedStep> steps = new HashMap<>();
  private final Feeds inputFeeds;
  private final List<RateFeed> rates;
  private long step;
  private boolean closed;

  TensorFlowTraining(TrainingPlan plan, Device device) {
    this.plan = plan;
    this.network = plan.network();
    this.device = device;
    this.rows = new StepRows(TensorFlowBackend.NAME, plan, Shortening.ofTraining(network));
    Shortening evaluations = Shortening.ofInference(network);
    this.inputs = new InputRows(TensorFlowBackend.NAME, network, evaluations);
    this.tf = TensorFlow.ops(graph, device);
    this.training = new TrainingGraph(tf, plan);
    this.evaluation = ForwardPass.evaluation(tf, network, training.variables(), evaluations);
    this.inputFeeds = new Feeds(network, evaluation, inputs);
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
    FedStep fed = steps.computeIfAbsent(rows.inputs().isCut(), this::add);
    Session.Runner run =
        session
            .runner()
            .fetch(fed.step().loss())
            .fetch(fed.step().logits())
            .addTarget(fed.step().update());
    fed.feeds().feed(run, rows.rows());
    for (RateFeed rate : rates) {
      rate.feed(run, StepRates.of(rate.group.group(), learningRate, step + 1));
    }
    try (Result result = TensorFlow.run(run, "do a training step")) {
      step++;
      TensorFlowCall.copy(result, 1, rows.rows() * network.outputs(), logits);
      return ((TFloat32) result.get(0)).getFloat();
    } catch (BackendException failure) {
      throw String.valueOf(failure.getMessage()).contains(TrainingStep.RUNAWAY)
          ? Updater.ranAway(step + 1, plan.clipNorm())
          : failure;
    }
  }

  /**
   * Adds a step to the graph: one for rows that are cut, one that knows all shapes for those at
   * full length, which is faster for these.
   */
  private FedStep add(boolean cut) {
    Shortening shortening = cut ? Shortening.ofTraining(network) : Shortening.none(network);
    TrainingStep added = new TrainingStep(tf, plan, training, shortening);
    Feeds feeds = new Feeds(network, added.forward(), rows.inputs());
    feeds.add(training.targets(), rows.targets().targets());
    feeds.add(training.scale(), rows.targets().scale());
    rows.masks().forEach((node, factors) -> feeds.add(added.forward().mask(node), factors));
    return new FedStep(added, feeds);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    requireOpen();
    inputs.load(batch);
    Session.Runner run = session.runner().fetch(evaluation.value(network.result()));
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
      steps.values().forEach(fed -> fed.feeds().close());
      inputFeeds.close();
      rates.forEach(RateFeed::close);
      session.close();
      graph.close();
    }
  }

  /** A step and what is fed to it. */
  private record FedStep(TrainingStep step, Feeds feeds) {}

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
