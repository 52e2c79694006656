package dev.sortal.benchmarks;

import static dev.sortal.benchmarks.ReferenceModel.FILTERS;
import static dev.sortal.benchmarks.ReferenceModel.LENGTH;
import static dev.sortal.benchmarks.ReferenceModel.POOLED;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** DJL on PyTorch: operations on arrays, its gradient collector and its own Adam. */
final class BareDjl implements BareEngine {
  private final Engine engine = Engine.getEngine("PyTorch");
  private final NDManager root = engine.newBaseManager(Device.cpu());
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Adam adam = adam();

  BareDjl() {
    Weights weights = ReferenceModel.weights();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              NDArray parameter = root.create(tensor.toArray(), shape(tensor));
              parameter.setRequiresGradient(true);
              parameters.put(name, parameter);
            });
  }

  static Adam adam() {
    return Adam.builder()
        .optLearningRateTracker(Tracker.fixed(ReferenceModel.RATE))
        .optEpsilon(ReferenceModel.EPSILON)
        .build();
  }

  static Shape shape(Tensor tensor) {
    long[] dimensions = new long[tensor.shape().rank()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = tensor.shape().dimension(i);
    }
    return new Shape(dimensions);
  }

  @Override
  public float step(int[] ids, int[] classes) {
    try (NDManager manager = root.newSubManager()) {
      NDArray rows = manager.create(ids, new Shape(classes.length, LENGTH));
      NDArray targets = manager.create(widened(classes), new Shape(classes.length, 1));
      NDArray loss;
      try (GradientCollector collector = engine.newGradientCollector()) {
        loss = logits(rows).logSoftmax(1).gather(targets, 1).neg().mean();
        collector.backward(loss);
      }
      parameters.forEach(
          (name, parameter) -> {
            try (NDArray gradient = parameter.getGradient()) {
              adam.update(name, parameter, gradient);
              gradient.subi(gradient);
            }
          });
      return loss.getFloat();
    }
  }

  @Override
  public float[] logits(int[] ids) {
    JniUtils.setGradMode(false);
    try (NDManager manager = root.newSubManager()) {
      return logits(manager.create(ids, new Shape(1, LENGTH))).toFloatArray();
    }
  }

  private NDArray logits(NDArray ids) {
    NDList embedded = Embedding.embedding(ids, parameter("0.embedding.weight"), SparseFormat.DENSE);
    NDArray convolved =
        Activation.relu(
            Conv1d.conv1d(
                    embedded.singletonOrThrow().transpose(0, 2, 1),
                    parameter("1.conv1d.weight"),
                    parameter("1.conv1d.bias"))
                .singletonOrThrow());
    NDArray flat =
        Pool.maxPool1d(convolved, new Shape(2), new Shape(2), new Shape(0), false)
            .transpose(0, 2, 1)
            .reshape(-1, POOLED * FILTERS);
    NDArray hidden = Activation.relu(linear(flat, "4.dense"));
    return linear(hidden, "5.dense");
  }

  private NDArray linear(NDArray input, String name) {
    return Linear.linear(input, parameter(name + ".weight"), parameter(name + ".bias"))
        .singletonOrThrow();
  }

  private NDArray parameter(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  static long[] widened(int[] values) {
    long[] widened = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    return widened;
  }

  @Override
  public void close() {
    root.close();
  }
}
