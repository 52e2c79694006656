package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one call of inference.
 *
 * <p>A single short text is the common case of a service: what depends on its length alone is kept,
 * so that a text of a length seen before only looks its words up.
 */
final class OnnxCall implements PooledInference.Call {
  /** Up to which length what a single text needs is kept. */
  private static final int KEPT = 128;

  private final OrtSession session;
  private final Network network;
  private final Map<String, Feeds.Feed> feeds;
  private final Map<String, float[]> tables;
  private final Map<Node, TableRows> rows;
  private final InputRows inputs;
  private final GraphInputs batches;
  private final @Nullable GraphInputs[] singles;
  private final RowTensor logits;
  private final Map<String, OnnxTensor> out = new HashMap<>();

  /**
   * Memory for a call.
   *
   * @param feeds what the graph reads by index
   * @param tables by name
   */
  OnnxCall(
      OrtSession session,
      Network network,
      Map<String, Feeds.Feed> feeds,
      Map<String, float[]> tables) {
    this.session = session;
    this.network = network;
    this.feeds = feeds;
    this.tables = tables;
    this.inputs = new InputRows(OnnxBackend.NAME, network);
    this.rows = TableRows.of(network, new Layouts(network, false));
    this.batches = graphInputs();
    this.singles = new GraphInputs[hasOneText(network.inputs()) ? KEPT + 1 : 0];
    this.logits = RowTensor.floats(new RowBuffer(network.outputs()));
  }

  private static boolean hasOneText(List<Input> inputs) {
    return inputs.size() == 1 && inputs.get(0) instanceof Input.Tokens;
  }

  private GraphInputs graphInputs() {
    return new GraphInputs(
        network,
        new Layouts(network, false),
        feeds,
        inputs,
        rows,
        name -> Objects.requireNonNull(tables.get(name)));
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    try {
      out.put(TrainingGraph.LOGITS, logits.of(batch.rows()));
      session.run(inputs(batch.rows()).load(), out).close();
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("compute logits", failure);
    }
    into.put(0, logits.buffer().floats(), 0, batch.rows() * network.outputs());
  }

  private GraphInputs inputs(int rows) {
    if (rows > 1 || singles.length == 0 || inputs.own(0)[0] > KEPT) {
      return batches;
    }
    int length = inputs.own(0)[0];
    GraphInputs single = singles[length];
    if (single == null) {
      single = graphInputs();
      singles[length] = single;
    }
    return single;
  }

  @Override
  public void close() {
    batches.close();
    for (GraphInputs single : singles) {
      if (single != null) {
        single.close();
      }
    }
    logits.close();
  }
}
