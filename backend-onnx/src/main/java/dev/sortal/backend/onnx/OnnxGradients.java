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
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loss and gradients from one graph, which reads its parameters from native memory of ours. */
final class OnnxGradients implements GradientEngine {
  private final Network network;
  private final Updater updater;
  private final int threads;
  private final OrtSession session;
  private final Device device;

  private final Map<String, ParameterBuffer> parameters = new LinkedHashMap<>();
  private final Set<String> changing = new HashSet<>();
  private final Map<String, ParameterBuffer> gradients = new LinkedHashMap<>();
  private final Map<String, ParameterBuffer> statistics = new LinkedHashMap<>();
  private final List<BagGradient> bagGradients = new ArrayList<>();
  private final TrainingGraph graph;
  private final Map<String, Fed> rowGradients = new LinkedHashMap<>();
  private final List<FlatDense.Gradient> flatGradients = new ArrayList<>();
  private final List<SparseMax.Gradient> sparseGradients = new ArrayList<>();
  private final Map<RowBuffer, RowTensor> rowTensors = new LinkedHashMap<>();
  private final Map<InputRows, GraphInputs> graphInputs = new LinkedHashMap<>();
  private @Nullable Evaluation evaluation;
  private final RowTensor logits;
  private final Fed loss = new Fed();
  private final Map<String, OnnxTensor> in = new HashMap<>();
  private final Map<String, OnnxTensor> out = new HashMap<>();

  OnnxGradients(TrainingPlan plan, Updater updater) {
    this.updater = updater;
    this.network = plan.network();
    this.threads = plan.execution().threads();
    Set<String> trained = ParameterGroup.trained(plan.groups());
    this.graph = TrainingGraph.of(network, plan.loss().exclusive(), trained);
    OnnxRuntime.Opened opened = OnnxRuntime.open(graph.model(), plan.execution());
    this.session = opened.session();
    this.device = opened.device();
    this.logits = RowTensor.floats(new RowBuffer(network.outputs()));
    for (GraphParameter parameter : GraphParameter.of(network, true)) {
      ParameterBuffer buffer = new ParameterBuffer(parameter);
      buffer.put(updater.values(parameter.name()));
      parameters.put(parameter.name(), buffer);
    }
    changing.addAll(trained);
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        if (graph.gradients().contains(parameter.name())) {
          addGradient(node, parameter);
        }
      }
      if (node.normalisesByBatch(trained)) {
        addStatistic(node, node.movingMean());
        addStatistic(node, node.movingVariance());
      }
    }
    graph.tables().forEach(table -> rowGradients.put(table.name(), new Fed()));
    graph.sparse().forEach(max -> sparseGradients.add(max.new Gradient(trained)));
    graph.dense().forEach(dense -> flatGradients.add(dense.new Gradient()));
    out.put(TrainingGraph.LOSS, loss.result());
  }

  private void addGradient(Node node, Parameter parameter) {
    if (node.layer() instanceof Layer.Table) {
      bagGradients.add(new BagGradient(node));
    } else {
      ParameterBuffer gradient = new ParameterBuffer(GraphParameter.of(node, parameter));
      gradients.put(parameter.name(), gradient);
      out.put(TrainingGraph.gradientName(parameter.name()), gradient.tensor());
    }
  }

  private void addStatistic(Node norm, Parameter moving) {
    ParameterBuffer statistic = new ParameterBuffer(GraphParameter.of(norm, moving));
    statistics.put(moving.name(), statistic);
    changing.add(moving.name());
    out.put(TrainingGraph.statisticName(moving.name()), statistic.tensor());
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double gradients(StepRows step, FloatBuffer intoLogits) {
    int rows = step.rows();
    GraphInputs batch =
        graphInputs.computeIfAbsent(
            step.inputs(), inputs -> inputs(graph.feeds(), new Layouts(network, true), inputs));
    try {
      in.clear();
      parameters.forEach((name, buffer) -> in.put(name, buffer.tensor()));
      in.putAll(batch.load());
      in.put(TrainingGraph.TARGETS, tensor(step.targets().targets(), rows));
      in.put(TrainingGraph.ROW_SCALE, tensor(step.targets().scale(), rows));
      for (Map.Entry<Node, RowBuffer> mask : step.masks().entrySet()) {
        in.put(ForwardPass.maskName(mask.getKey()), tensor(mask.getValue(), rows));
      }
      addResults(batch, rows);
      session.run(in, out).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute gradients", failure);
    }
    gradients.forEach((name, buffer) -> buffer.get(updater.gradient(name)));
    statistics.forEach((name, buffer) -> buffer.get(updater.batchStatistic(name)));
    bagGradients.forEach(gradient -> gradient.give(batch));
    flatGradients.forEach(gradient -> gradient.give(batch, updater));
    giveTables(batch);
    copyLogits(rows, intoLogits);
    return loss.memory().get(0);
  }

  private GraphInputs inputs(Map<String, Feeds.Feed> feeds, Layouts layouts, InputRows inputs) {
    Map<Node, TableRows> tables = TableRows.of(network, layouts);
    return new GraphInputs(network, layouts, feeds, inputs, tables, updater::values);
  }

  private void addResults(GraphInputs batch, int rows) throws OrtException {
    out.put(TrainingGraph.LOGITS, logits.of(rows));
    for (BagGradient gradient : bagGradients) {
      out.put(gradient.name, gradient.tensor.of(rows));
    }
    for (TrainingGraph.RowsOutput table : graph.tables()) {
      int read = table.index().isEmpty() ? batch.extent(table.table().value()).stored() : 0;
      for (String index : table.index()) {
        read += batch.fed(index).size();
      }
      int numbers = read * table.table().output().last();
      Fed into = Objects.requireNonNull(rowGradients.get(table.name()));
      out.put(table.name(), into.result(numbers / table.width(), table.width()));
    }
    flatGradients.forEach(gradient -> gradient.addTo(out, batch));
    sparseGradients.forEach(gradient -> gradient.addTo(out, batch));
  }

  private void giveTables(GraphInputs batch) {
    graph.learningTables().forEach(table -> batch.table(table).beginGradient());
    for (TrainingGraph.RowsOutput output : graph.tables()) {
      Fed rows = Objects.requireNonNull(rowGradients.get(output.name()));
      List<Fed> index = output.index().stream().map(batch::fed).toList();
      batch.table(output.table()).addGradient(rows.read(), index);
    }
    sparseGradients.forEach(gradient -> gradient.give(batch, graph.learningTables(), updater));
    graph.learningTables().forEach(table -> batch.table(table).giveGradient(batch, updater));
  }

  private OnnxTensor tensor(RowBuffer buffer, int rows) throws OrtException {
    return rowTensors.computeIfAbsent(buffer, RowTensor::floats).of(rows);
  }

  private void copyLogits(int rows, FloatBuffer into) {
    into.put(0, logits.buffer().floats(), 0, rows * network.outputs());
  }

  @Override
  public void logits(InputRows inputs, FloatBuffer into) {
    if (evaluation == null) {
      evaluation = new Evaluation();
    }
    evaluation.run(inputs);
    copyLogits(inputs.rows(), into);
  }

  @Override
  public void update() {
    parameters.forEach(
        (name, buffer) -> {
          if (changing.contains(name)) {
            buffer.put(updater.values(name));
          }
        });
  }

  @Override
  public void replace(Set<String> names) {
    parameters.forEach(
        (name, buffer) -> {
          if (names.contains(name)) {
            buffer.put(updater.values(name));
          }
        });
  }

  @Override
  public void close() {
    parameters.values().forEach(ParameterBuffer::close);
    gradients.values().forEach(ParameterBuffer::close);
    statistics.values().forEach(ParameterBuffer::close);
    bagGradients.forEach(gradient -> gradient.tensor.close());
    rowGradients.values().forEach(Fed::close);
    flatGradients.forEach(FlatDense.Gradient::close);
    sparseGradients.forEach(SparseMax.Gradient::close);
    rowTensors.values().forEach(RowTensor::close);
    graphInputs.values().forEach(GraphInputs::close);
    logits.close();
    loss.close();
    OnnxRuntime.close(session);
    if (evaluation != null) {
      evaluation.close();
    }
  }

  /** The graph without dropout, over the same parameters. */
  private final class Evaluation {
    private final ServingGraph serving = TrainingGraph.evaluation(network);
    private final OrtSession evaluating =
        OnnxRuntime.open(serving.model(), new Execution(device, threads)).session();
    private final Map<InputRows, GraphInputs> batches = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> read = new HashMap<>();

    Evaluation() {
      for (GraphParameter parameter : GraphParameter.of(network, false)) {
        read.put(parameter.name(), parameterTensor(parameter.name()));
      }
    }

    private OnnxTensor parameterTensor(String name) {
      return Objects.requireNonNull(parameters.get(name)).tensor();
    }

    void run(InputRows inputs) {
      GraphInputs batch =
          batches.computeIfAbsent(
              inputs, rows -> inputs(serving.feeds(), new Layouts(network, false), rows));
      try {
        read.putAll(batch.load());
        evaluating.run(read, Map.of(TrainingGraph.LOGITS, logits.of(inputs.rows()))).close();
      } catch (OrtException failure) {
        throw OnnxRuntime.failed("compute logits", failure);
      }
    }

    void close() {
      batches.values().forEach(GraphInputs::close);
      OnnxRuntime.close(evaluating);
    }
  }

  /** The gradient of a table of bags without positions, one row for each bag. */
  private final class BagGradient {
    private final Node node;
    private final String name;
    private final RowTensor tensor;

    BagGradient(Node node) {
      this.node = node;
      this.name = TrainingGraph.gradientName(node.weight().name());
      this.tensor = RowTensor.floats(new RowBuffer(node.output().toArray()));
    }

    void give(GraphInputs batch) {
      FloatBuffer gradient = tensor.buffer().floats();
      batch.embedded().addGradient(node, batch.inputs(), gradient, updater);
    }
  }
}
