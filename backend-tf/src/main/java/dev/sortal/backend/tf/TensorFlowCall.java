package dev.sortal.backend.tf;

import dev.sortal.engine.FoldedWeights;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** The memory of one call of inference. */
final class TensorFlowCall implements PooledInference.Call {
  private final Session session;
  private final InputRows inputs;
  private final Feeds feeds;
  private final Operand<TFloat32> logits;
  private final int outputs;

  /**
   * Memory for calls.
   *
   * @param inputs of the network; this call's own
   * @param folded the weights that are fed, by name
   */
  TensorFlowCall(
      Session session,
      Network network,
      ForwardPass forward,
      InputRows inputs,
      Map<String, FoldedWeights<TFloat32>> folded) {
    this.session = session;
    this.inputs = inputs;
    this.feeds = new Feeds(network, forward, inputs, folded);
    this.logits = forward.value(network.result());
    this.outputs = network.outputs();
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    Session.Runner run = session.runner().fetch(logits);
    feeds.feed(run, batch.rows());
    try (Result result = TensorFlow.run(run, "compute logits")) {
      copy(result, 0, batch.rows() * outputs, into);
    }
  }

  /** Copies a result of that many floats. */
  static void copy(Result result, int index, int count, FloatBuffer into) {
    ((TFloat32) result.get(index)).copyTo(DataBuffers.of(into.duplicate().clear().limit(count)));
  }

  @Override
  public void close() {
    feeds.close();
  }
}
