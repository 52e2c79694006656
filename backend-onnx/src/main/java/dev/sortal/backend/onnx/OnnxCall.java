package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The memory of one call of inference. */
final class OnnxCall implements PooledInference.Call {
  private final OrtSession session;
  private final InputRows inputs;
  private final GraphInputs tensors;
  private final RowTensor logits;
  private final int outputs;
  private final Map<String, OnnxTensor> in = new HashMap<>();
  private final Map<String, OnnxTensor> out = new HashMap<>();

  /**
   * Memory for a call.
   *
   * @param feeds what the graph reads by index
   * @param values the parameters that are fed in part, by name
   */
  OnnxCall(
      OrtSession session,
      Network network,
      Map<String, Feeds.Feed> feeds,
      Map<String, float[]> values) {
    this.session = session;
    this.inputs = new InputRows(OnnxBackend.NAME, network);
    this.tensors =
        new GraphInputs(
            network,
            new Layouts(network, false),
            feeds,
            inputs,
            name -> Objects.requireNonNull(values.get(name)));
    this.outputs = network.outputs();
    this.logits = RowTensor.floats(new RowBuffer(outputs));
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    try {
      tensors.addTo(in);
      out.put(TrainingGraph.LOGITS, logits.of(batch.rows()));
      session.run(in, out).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute logits", failure);
    }
    into.put(0, logits.buffer().floats(), 0, batch.rows() * outputs);
  }

  @Override
  public void close() {
    tensors.close();
    logits.close();
  }
}
