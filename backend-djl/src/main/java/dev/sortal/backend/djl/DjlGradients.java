package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.sortal.engine.Fold;
import dev.sortal.engine.GradientEngine;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.engine.StepRows;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Device;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Loss and gradients by the engine's automatic differentiation.
 *
 * <p>Every step has arrays of its own over the same memory, so that no gradient is left from the
 * step before. The engine's collector of gradients is not used: a process can have only one.
 */
final class DjlGradients implements GradientEngine {
  private final Network network;
  private final Updater updater;
  private final Device device;
  private final NDManager manager;
  private final Map<String, RowBuffer> parameters = new LinkedHashMap<>();
  private final Map<String, RowBuffer> folded = new LinkedHashMap<>();
  private final EmbeddedRows embedded;
  private final Set<String> trained;
  private float[] tokenGradient = new float[0];

  DjlGradients(TrainingPlan plan, Updater updater, Device device) {
    this.network = plan.network();
    this.updater = updater;
    this.device = device;
    this.manager = PyTorch.manager(device);
    this.embedded = new EmbeddedRows(network, updater::values);
    this.trained = ParameterGroup.trained(plan.groups());
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        if (!(node.layer() instanceof Layer.Table)) {
          RowBuffer memory = new RowBuffer(parameter.shape().toArray());
          memory.reserve(1);
          memory.floats().put(0, updater.values(parameter.name()));
          parameters.put(parameter.name(), memory);
        }
      }
    }
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double gradients(StepRows step, FloatBuffer intoLogits) {
    embedded.load(step.inputs());
    try (GradMode mode = GradMode.recording();
        NDManager arrays = manager.newSubManager()) {
      Map<Integer, NDArray> values = NativeArrays.inputs(arrays, network, step.inputs(), embedded);
      Map<Node, NDArray> tokens = new LinkedHashMap<>();
      embedded.rows().keySet().stream()
          .filter(node -> updater.isTrained(node.weight().name()))
          .forEach(node -> tokens.put(node, Objects.requireNonNull(values.get(node.value()))));
      Map<String, NDArray> leaves = weights(arrays, step.inputs());
      leaves.forEach((name, leaf) -> leaf.setRequiresGradient(updater.isTrained(name)));
      tokens.values().forEach(leaf -> leaf.setRequiresGradient(true));
      Map<Node, NDArray> factors = NativeArrays.factors(arrays, step.masks(), step.rows());
      factors.putAll(NativeArrays.factors(arrays, step.inputs().shares(), step.rows()));
      Map<Parameter, NDArray> statistics = new LinkedHashMap<>();
      NDArray logits =
          ForwardPass.training(
              network, step.inputs(), values, leaves, factors, trained, statistics);
      mode.set(false);
      double loss = backward(logits, step, arrays);
      leaves.forEach((name, leaf) -> takeGradient(name, leaf, step.inputs()));
      tokens.forEach((node, leaf) -> takeGradient(node, leaf, step.inputs()));
      statistics.forEach(
          (moving, batch) ->
              NativeArrays.floats(batch).get(0, updater.batchStatistic(moving.name())));
      intoLogits.put(0, NativeArrays.floats(logits), 0, step.rows() * network.outputs());
      return loss;
    } catch (RuntimeException failure) {
      throw PyTorch.failed("compute gradients", failure);
    }
  }

  /** All parameters but tables, as rows of the batch's length need them. */
  private Map<String, NDArray> weights(NDManager arrays, InputRows inputs) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    parameters.forEach(
        (name, memory) -> {
          Fold fold = inputs.folds().get(name);
          RowBuffer cut = fold == null || fold.isWhole() ? memory : folded(name, fold);
          weights.put(name, NativeArrays.ofParameter(arrays, cut));
        });
    return weights;
  }

  private RowBuffer folded(String weight, Fold fold) {
    RowBuffer memory = folded.computeIfAbsent(weight, name -> new RowBuffer());
    float[] values = updater.values(weight);
    memory.reshape(values.length / fold.wholeSize(), fold.size());
    memory.reserve(1);
    fold.fold(values, memory.floats());
    return memory;
  }

  /**
   * The loss is -sum(scale * target * log softmax) for one class, sum(scale * (softplus - target *
   * logit)) for several labels; its gradient by the logits is scale * (probability - target).
   */
  private double backward(NDArray logits, StepRows step, NDManager arrays) {
    NDArray targets = NativeArrays.of(arrays, step.targets().targets(), step.rows());
    NDArray scale = NativeArrays.of(arrays, step.targets().scale(), step.rows());
    NDArray terms;
    NDArray probabilities;
    if (step.targets().exclusive()) {
      NDArray logSoftmax = logits.logSoftmax(1);
      terms = logSoftmax.mul(targets).neg();
      probabilities = logSoftmax.exp();
    } else {
      terms = Activation.softPlus(logits).sub(logits.mul(targets));
      probabilities = Activation.sigmoid(logits);
    }
    NDArray gradient = probabilities.sub(targets).mul(scale);
    if (!trained.isEmpty()) {
      JniUtils.backward((PtNDArray) logits, (PtNDArray) gradient, false, false);
    }
    return terms.mul(scale).sum().getFloat();
  }

  private void takeGradient(String parameter, NDArray leaf, InputRows inputs) {
    if (updater.isTrained(parameter)) {
      FloatBuffer gradient = NativeArrays.floats(leaf.getGradient());
      Fold fold = inputs.folds().get(parameter);
      if (fold == null) {
        gradient.get(0, updater.gradient(parameter));
      } else {
        fold.unfold(gradient, updater.gradient(parameter));
      }
    }
  }

  private void takeGradient(Node embedding, NDArray leaf, InputRows inputs) {
    if (embedding.layer() instanceof Layer.EmbeddingBag) {
      FloatBuffer gradient = NativeArrays.floats(leaf.getGradient());
      embedded.bags().addGradient(embedding, inputs, gradient, updater);
      return;
    }
    int width = embedding.output().last();
    int positions = inputs.rows() * inputs.positions(embedding.operand());
    int count = positions * width;
    if (tokenGradient.length < count) {
      tokenGradient = new float[count];
    }
    NativeArrays.floats(leaf.getGradient()).get(0, tokenGradient, 0, count);
    updater.addRows(
        embedding.weight().name(), inputs.ids(embedding.operand()), tokenGradient, positions);
  }

  @Override
  public void logits(InputRows inputs, FloatBuffer into) {
    embedded.load(inputs);
    try (NDManager arrays = manager.newSubManager()) {
      Map<String, NDArray> weights = weights(arrays, inputs);
      Map<Integer, NDArray> values = NativeArrays.inputs(arrays, network, inputs, embedded);
      NDArray logits =
          ForwardPass.inference(
              network,
              inputs,
              values,
              weights,
              NativeArrays.factors(arrays, inputs.shares(), inputs.rows()));
      into.put(0, NativeArrays.floats(logits), 0, inputs.rows() * network.outputs());
    } catch (RuntimeException failure) {
      throw PyTorch.failed("compute logits", failure);
    }
  }

  @Override
  public void update() {
    parameters.forEach((name, memory) -> updater.storeChanged(name, memory.floats()));
  }

  @Override
  public void replace(Set<String> names) {
    parameters.forEach(
        (name, memory) -> {
          if (names.contains(name)) {
            memory.floats().put(0, updater.values(name));
          }
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
