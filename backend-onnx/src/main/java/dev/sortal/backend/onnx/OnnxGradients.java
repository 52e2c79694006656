package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
import dev.sortal.spi.Execution;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loss and gradients from one graph, which reads its parameters from native memory of ours. */
final class OnnxGradients implements GradientEngine {
  private final Network network;
  private final Updater updater;
  private final int threads;
  private final OrtSession session;
  private final Device device;
  private @Nullable OrtSession evaluation;

  private final Map<String, ParameterBuffer> parameters = new LinkedHashMap<>();
  private final Map<String, ParameterBuffer> gradients = new LinkedHashMap<>();
  private final Map<String, ParameterBuffer> statistics = new LinkedHashMap<>();
  private final List<RowGradient> rowGradients = new ArrayList<>();
  private final Map<RowBuffer, RowTensor> rowTensors = new LinkedHashMap<>();
  private final Map<InputRows, InputTensors> inputTensors = new LinkedHashMap<>();
  private final RowTensor logits;
  private final ParameterBuffer loss = new ParameterBuffer(Tensor.zeros(Shape.of()));
  private final Map<String, OnnxTensor> in = new HashMap<>();
  private final Map<String, OnnxTensor> out = new HashMap<>();

  OnnxGradients(TrainingPlan plan, Updater updater) {
    this.updater = updater;
    this.network = plan.network();
    this.threads = plan.execution().threads();
    Set<String> trained = ParameterGroup.trained(plan.groups());
    TrainingGraph graph = TrainingGraph.of(network, plan.loss().exclusive(), trained);
    OnnxRuntime.Opened opened = OnnxRuntime.open(graph.model(), plan.execution());
    this.session = opened.session();
    this.device = opened.device();
    this.logits = RowTensor.floats(new RowBuffer(network.outputs()));
    for (Parameter parameter : ForwardPass.parameters(network)) {
      parameters.put(parameter.name(), new ParameterBuffer(plan.weights().get(parameter.name())));
    }
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        if (graph.gradients().contains(parameter.name())) {
          addGradient(node, parameter);
        }
      }
      if (node.normalisesByBatch(trained)) {
        addStatistic(node.movingMean());
        addStatistic(node.movingVariance());
      }
    }
    out.put(TrainingGraph.LOSS, loss.tensor());
  }

  private void addGradient(Node node, Parameter parameter) {
    if (node.layer() instanceof Layer.Table) {
      rowGradients.add(new RowGradient(node));
    } else {
      ParameterBuffer gradient = new ParameterBuffer(Tensor.zeros(parameter.shape()));
      gradients.put(parameter.name(), gradient);
      out.put(TrainingGraph.gradientName(parameter.name()), gradient.tensor());
    }
  }

  private void addStatistic(Parameter moving) {
    ParameterBuffer statistic = new ParameterBuffer(Tensor.zeros(moving.shape()));
    statistics.put(moving.name(), statistic);
    out.put(TrainingGraph.statisticName(moving.name()), statistic.tensor());
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double gradients(StepRows step, FloatBuffer intoLogits) {
    int rows = step.rows();
    try {
      addInputs(step.inputs());
      in.put(TrainingGraph.TARGETS, tensor(step.targets().targets(), rows));
      in.put(TrainingGraph.ROW_SCALE, tensor(step.targets().scale(), rows));
      for (Map.Entry<Node, RowBuffer> mask : step.masks().entrySet()) {
        in.put(ForwardPass.maskName(mask.getKey()), tensor(mask.getValue(), rows));
      }
      out.put(TrainingGraph.LOGITS, logits.of(rows));
      for (RowGradient gradient : rowGradients) {
        out.put(gradient.name, gradient.tensor.of(rows));
      }
      session.run(in, out).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute gradients", failure);
    }
    gradients.forEach((name, buffer) -> buffer.floats().get(0, updater.gradient(name)));
    statistics.forEach((name, buffer) -> buffer.floats().get(0, updater.batchStatistic(name)));
    for (RowGradient gradient : rowGradients) {
      gradient.addTo(step.inputs());
    }
    copyLogits(rows, intoLogits);
    return loss.floats().get(0);
  }

  private void addInputs(InputRows inputs) throws OrtException {
    in.clear();
    parameters.forEach((name, buffer) -> in.put(name, buffer.tensor()));
    tensors(inputs).addTo(in);
  }

  private InputTensors tensors(InputRows inputs) {
    return inputTensors.computeIfAbsent(
        inputs, rows -> new InputTensors(network, rows, updater::values));
  }

  private OnnxTensor tensor(RowBuffer buffer, int rows) throws OrtException {
    return rowTensors.computeIfAbsent(buffer, RowTensor::floats).of(rows);
  }

  private void copyLogits(int rows, FloatBuffer into) {
    into.put(0, logits.buffer().floats(), 0, rows * network.outputs());
  }

  @Override
  public void logits(InputRows inputs, FloatBuffer into) {
    try {
      if (evaluation == null) {
        evaluation =
            OnnxRuntime.open(TrainingGraph.evaluation(network), new Execution(device, threads))
                .session();
      }
      addInputs(inputs);
      evaluation.run(in, Map.of(TrainingGraph.LOGITS, logits.of(inputs.rows()))).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute logits", failure);
    }
    copyLogits(inputs.rows(), into);
  }

  @Override
  public void update() {
    parameters.forEach((name, buffer) -> updater.storeChanged(name, buffer.floats()));
  }

  @Override
  public void replace(Set<String> names) {
    parameters.forEach(
        (name, buffer) -> {
          if (names.contains(name)) {
            buffer.floats().put(0, updater.values(name));
          }
        });
  }

  @Override
  public void close() {
    parameters.values().forEach(ParameterBuffer::close);
    gradients.values().forEach(ParameterBuffer::close);
    statistics.values().forEach(ParameterBuffer::close);
    rowGradients.forEach(gradient -> gradient.tensor.close());
    rowTensors.values().forEach(RowTensor::close);
    inputTensors.values().forEach(InputTensors::close);
    logits.close();
    loss.close();
    try {
      session.close();
      if (evaluation != null) {
        evaluation.close();
      }
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("close a session", failure);
    }
  }

  /** The gradient of a table, one row for each token or bag. */
  private final class RowGradient {
    private final Node node;
    private final String name;
    private final RowTensor tensor;
    private float[] rows = new float[0];

    RowGradient(Node node) {
      this.node = node;
      this.name = TrainingGraph.gradientName(node.weight().name());
      this.tensor = RowTensor.floats(new RowBuffer(node.output().toArray()));
    }

    void addTo(InputRows inputs) {
      if (node.layer() instanceof Layer.EmbeddingBag) {
        FloatBuffer gradient = tensor.buffer().floats();
        tensors(inputs).embedded().addGradient(node, inputs, gradient, updater);
        return;
      }
      int count = inputs.rows() * tensor.buffer().rowSize();
      if (rows.length < count) {
        rows = new float[count];
      }
      tensor.buffer().floats().get(0, rows, 0, count);
      updater.addRows(
          node.weight().name(), inputs.ids(node.operand()), rows, count / node.output().last());
    }
  }
}
