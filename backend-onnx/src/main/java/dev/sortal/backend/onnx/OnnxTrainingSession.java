package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.update.DropoutMask;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Training: the engine computes loss and gradients, {@link Updater} applies them.
 *
 * <p>Parameters live twice: in the updater's arrays and in the native memory that the graph reads.
 */
final class OnnxTrainingSession implements TrainingSession {
  private final TrainingPlan plan;
  private final Network network;
  private final Updater updater;
  private final OrtSession session;
  private final Device device;
  private @Nullable OrtSession evaluation;
  private boolean closed;

  private final Map<String, ParameterBuffer> parameters = new LinkedHashMap<>();
  private final Map<String, ParameterBuffer> gradients = new LinkedHashMap<>();
  private final List<TokenGradient> tokenGradients = new ArrayList<>();
  private final List<Mask> masks = new ArrayList<>();
  private final InputBuffers inputs;
  private final TensorBuffer targets;
  private final TensorBuffer rowScale = TensorBuffer.floats(1);
  private final TensorBuffer logits;
  private final ParameterBuffer loss = new ParameterBuffer(Tensor.zeros(Shape.of()));
  private final Map<String, OnnxTensor> in = new HashMap<>();
  private final Map<String, OnnxTensor> out = new HashMap<>();

  OnnxTrainingSession(TrainingPlan plan) {
    this.plan = plan;
    this.network = plan.network();
    this.updater =
        new Updater(network, plan.weights(), plan.groups(), plan.clipNorm(), plan.state());
    Set<String> trained = new LinkedHashSet<>();
    for (ParameterGroup group : plan.groups()) {
      trained.addAll(group.names());
    }
    TrainingGraph graph = TrainingGraph.of(network, trained);
    this.inputs = new InputBuffers(network);
    this.targets = TensorBuffer.floats(network.outputs());
    this.logits = TensorBuffer.floats(network.outputs());
    OnnxRuntime.Opened opened = OnnxRuntime.open(graph.model(), plan.execution());
    this.session = opened.session();
    this.device = opened.device();
    for (Node node : network.nodes()) {
      prepare(node, graph.gradients());
    }
    out.put(TrainingGraph.LOSS, loss.tensor());
  }

  private void prepare(Node node, Set<String> withGradient) {
    for (Parameter parameter : node.parameters()) {
      String name = parameter.name();
      parameters.put(name, new ParameterBuffer(plan.weights().get(name)));
      if (withGradient.contains(name)) {
        if (node.layer() instanceof Layer.Embedding) {
          tokenGradients.add(new TokenGradient(node));
        } else {
          ParameterBuffer gradient = new ParameterBuffer(Tensor.zeros(parameter.shape()));
          gradients.put(name, gradient);
          out.put(TrainingGraph.gradientName(name), gradient.tensor());
        }
      }
    }
    if (node.layer() instanceof Layer.Dropout dropout && dropout.rate() > 0) {
      masks.add(new Mask(node, dropout.rate()));
    }
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double step(LabelledBatch batch, double learningRate, FloatBuffer intoLogits) {
    requireOpen();
    int rows = batch.batch().rows();
    try {
      loadInputs(batch.batch());
      loadTargets(batch, rows);
      for (Mask mask : masks) {
        mask.draw(rows);
      }
      out.put(TrainingGraph.LOGITS, logits.tensor(rows));
      for (TokenGradient gradient : tokenGradients) {
        out.put(gradient.name, gradient.buffer.tensor(rows));
      }
      session.run(in, out).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute gradients", failure);
    }
    gradients.forEach((name, buffer) -> buffer.floats().get(0, updater.gradient(name)));
    for (TokenGradient gradient : tokenGradients) {
      gradient.addTo(updater, rows);
    }
    updater.apply(learningRate);
    parameters.forEach((name, buffer) -> updater.storeChanged(name, buffer.floats()));
    intoLogits.put(0, logits.floats(), 0, rows * network.outputs());
    return loss.floats().get(0);
  }

  private void loadInputs(Batch batch) throws OrtException {
    in.clear();
    parameters.forEach((name, buffer) -> in.put(name, buffer.tensor()));
    inputs.load(batch, in);
  }

  private void loadTargets(LabelledBatch batch, int rows) throws OrtException {
    if (!(batch.targets() instanceof Targets.Classes classes)) {
      throw new BackendException(
          "Backend \"onnx\" trains with one class for each row, got " + batch.targets() + ".");
    }
    double smoothing = ((Loss.SoftmaxCrossEntropy) plan.loss()).labelSmoothing();
    int outputs = network.outputs();
    float other = (float) (smoothing / outputs);
    float own = (float) (1 - smoothing + smoothing / outputs);
    targets.reserve(rows);
    rowScale.reserve(rows);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < outputs; i++) {
        targets.floats().put(row * outputs + i, other);
      }
      targets.floats().put(row * outputs + classes.classes().get(row), own);
      rowScale.floats().put(row, batch.rowWeights().get(row) / rows);
    }
    in.put(TrainingGraph.TARGETS, targets.tensor(rows));
    in.put(TrainingGraph.ROW_SCALE, rowScale.tensor(rows));
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    requireOpen();
    try {
      if (evaluation == null) {
        evaluation =
            OnnxRuntime.open(
                    TrainingGraph.evaluation(network),
                    new Execution(device, plan.execution().threads()))
                .session();
      }
      loadInputs(batch);
      evaluation.run(in, Map.of(TrainingGraph.LOGITS, logits.tensor(batch.rows()))).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute logits", failure);
    }
    into.put(0, logits.floats(), 0, batch.rows() * network.outputs());
  }

  @Override
  public Weights weights(Set<String> names) {
    requireOpen();
    return updater.weights(names);
  }

  @Override
  public void replace(Weights some) {
    requireOpen();
    updater.replace(some);
    for (String name : some.names()) {
      Objects.requireNonNull(parameters.get(name)).floats().put(0, updater.values(name));
    }
  }

  @Override
  public OptimizerState state() {
    requireOpen();
    return updater.state();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This training session is closed. Begin a new one.");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    parameters.values().forEach(ParameterBuffer::close);
    gradients.values().forEach(ParameterBuffer::close);
    tokenGradients.forEach(gradient -> gradient.buffer.close());
    masks.forEach(mask -> mask.buffer.close());
    List.of(targets, rowScale, logits).forEach(TensorBuffer::close);
    loss.close();
    inputs.close();
    try {
      session.close();
      if (evaluation != null) {
        evaluation.close();
      }
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("close a session", failure);
    }
  }

  /** The factors of one dropout layer. */
  private final class Mask {
    private final Node node;
    private final double rate;
    private final TensorBuffer buffer;
    private float[] factors = new float[0];

    Mask(Node node, double rate) {
      this.node = node;
      this.rate = rate;
      this.buffer = TensorBuffer.floats(node.input().toArray());
    }

    void draw(int rows) throws OrtException {
      int count = rows * buffer.rowSize();
      if (factors.length < count) {
        factors = new float[count];
      }
      DropoutMask.fill(plan.seed(), updater.step() + 1, node.index(), rate, factors, count);
      buffer.reserve(rows);
      buffer.floats().put(0, factors, 0, count);
      in.put(ForwardPass.maskName(node), buffer.tensor(rows));
    }
  }

  /** The gradient of an embedding, one row for each token. */
  private final class TokenGradient {
    private final Node node;
    private final String name;
    private final TensorBuffer buffer;
    private float[] rows = new float[0];

    TokenGradient(Node node) {
      this.node = node;
      this.name = TrainingGraph.gradientName(node.weight().name());
      this.buffer = TensorBuffer.floats(node.output().toArray());
    }

    void addTo(Updater target, int batchRows) {
      int count = batchRows * buffer.rowSize();
      if (rows.length < count) {
        rows = new float[count];
      }
      buffer.floats().get(0, rows, 0, count);
      target.addRows(
          node.weight().name(),
          inputs.paddedIds(node.operand()),
          rows,
          count / node.output().last());
    }
  }
}
