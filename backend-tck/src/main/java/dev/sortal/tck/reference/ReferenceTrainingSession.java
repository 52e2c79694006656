package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Training in double precision. */
class ReferenceTrainingSession implements TrainingSession {
  private final Behaviour behaviour;
  private final TrainingPlan plan;
  private final Network network;
  private final Map<String, double[]> parameters;
  private final Map<String, double[][]> slots = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private long step;
  private boolean closed;

  ReferenceTrainingSession(TrainingPlan plan, Behaviour behaviour) {
    this.behaviour = behaviour;
    this.plan = plan;
    this.network = plan.network();
    this.parameters = ReferenceBackend.doubles(plan.weights());
    OptimizerState state = behaviour.restored(plan.state(), network, plan.groups());
    this.step = state.step();
    for (Parameter parameter : network.parameters()) {
      shapes.put(parameter.name(), parameter.shape());
    }
    for (ParameterGroup group : plan.groups()) {
      for (String name : group.names()) {
        List<String> names = group.optimizer().slots();
        double[][] values = new double[names.size()][];
        for (int i = 0; i < values.length; i++) {
          values[i] = ReferenceBackend.doubles(state.slots().get(name + "." + names.get(i)));
        }
        slots.put(name, values);
      }
    }
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
    requireOpen();
    Forward forward =
        behaviour.forward(
            new Pass(
                network,
                parameters,
                batch.batch(),
                plan.seed(),
                step + 1,
                ParameterGroup.trained(plan.groups())));
    double[] z = forward.logits();
    CrossEntropy loss = CrossEntropy.of(behaviour, batch, network.outputs(), plan.loss());
    Map<String, double[]> gradients = behaviour.backward(forward, loss.gradient(z)).byParameter();
    if (plan.clipNorm() < Double.POSITIVE_INFINITY) {
      clip(gradients);
    }
    step++;
    for (ParameterGroup group : plan.groups()) {
      for (String name : group.names()) {
        update(name, group, Objects.requireNonNull(gradients.get(name)), learningRate, forward);
      }
    }
    forward.statistics.forEach(this::follow);
    ReferenceBackend.write(z, logits);
    return loss.value(z);
  }

  /** Moves the statistics that a batch normalisation keeps towards those of the batch. */
  private void follow(Node node, Statistics batch) {
    if (batch.isOfBatch()) {
      double kept = behaviour.kept((Layer.BatchNorm) node.layer());
      follow(known(node.movingMean().name()), batch.mean(), kept);
      follow(known(node.movingVariance().name()), behaviour.movedTowards(batch), kept);
    }
  }

  private static void follow(double[] moving, double[] batch, double kept) {
    for (int i = 0; i < moving.length; i++) {
      moving[i] = kept * moving[i] + (1 - kept) * batch[i];
    }
  }

  private void clip(Map<String, double[]> gradients) {
    double squares = 0;
    for (String name : slots.keySet()) {
      for (double g : Objects.requireNonNull(gradients.get(name))) {
        squares += g * g;
      }
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      throw new BackendException(
          "The gradients ran away in step "
              + (step + 1)
              + ": expected a finite norm, got "
              + norm
              + ". Lower the learning rate.");
    }
    double factor = plan.clipNorm() / Math.max(plan.clipNorm(), norm);
    gradients.replaceAll((name, g) -> behaviour.clipped(g, factor, plan.clipNorm()));
  }

  private void update(
      String name, ParameterGroup group, double[] gradient, double rate, Forward forward) {
    double[] values = Objects.requireNonNull(parameters.get(name));
    Optimizer optimizer = group.optimizer();
    boolean[] skipped = untouched(name, optimizer, values.length, forward);
    for (int i = 0; i < values.length; i++) {
      if (!skipped[i]) {
        Updates.Element element =
            new Updates.Element(
                values[i],
                gradient[i],
                Objects.requireNonNull(slots.get(name)),
                i,
                rate * group.rateFactor(),
                step);
        values[i] = optimizer.accept(behaviour.updates(), element);
      }
    }
  }

  /** For a lazily updated table the elements of rows that the padded batch does not hold. */
  private boolean[] untouched(String name, Optimizer optimizer, int size, Forward forward) {
    boolean[] skipped = new boolean[size];
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Table table
          && node.weight().name().equals(name)
          && behaviour.isLazy(optimizer)) {
        Arrays.fill(skipped, true);
        for (double id : forward.values[node.operand()]) {
          int from = (int) id * table.width();
          Arrays.fill(skipped, from, from + table.width(), false);
        }
      }
    }
    return skipped;
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    requireOpen();
    Pass pass = Pass.evaluation(network, parameters, batch).withSeed(plan.seed());
    ReferenceBackend.write(behaviour.forward(pass).logits(), into);
  }

  @Override
  public Weights weights(Set<String> names) {
    requireOpen();
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (String name : names) {
      copies.put(name, tensor(name, known(name)));
    }
    return Weights.of(copies);
  }

  private double[] known(String name) {
    double[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "There is no parameter \"" + name + "\", expected one of " + parameters.keySet() + ".");
    }
    return values;
  }

  private Shape shape(String parameter) {
    return Objects.requireNonNull(shapes.get(parameter));
  }

  private Tensor tensor(String parameter, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(shape(parameter), floats);
  }

  @Override
  public void replace(Weights some) {
    requireOpen();
    some.asMap()
        .forEach(
            (name, tensor) -> {
              if (known(name).length != tensor.shape().size()
                  || !tensor.shape().equals(shape(name))) {
                throw new IllegalArgumentException(
                    "\"" + name + "\" must have shape " + shape(name) + ".");
              }
            });
    some.asMap().forEach((name, tensor) -> parameters.put(name, ReferenceBackend.doubles(tensor)));
  }

  @Override
  public OptimizerState state() {
    requireOpen();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ParameterGroup group : plan.groups()) {
      for (String name : group.names()) {
        List<String> names = group.optimizer().slots();
        for (int i = 0; i < names.size(); i++) {
          double[][] own = Objects.requireNonNull(slots.get(name));
          tensors.put(name + "." + names.get(i), tensor(name, own[i]));
        }
      }
    }
    return new OptimizerState(step, Weights.of(tensors));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This training session is closed. Begin a new one.");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
