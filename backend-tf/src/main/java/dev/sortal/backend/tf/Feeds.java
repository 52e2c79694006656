package dev.sortal.backend.tf;

import dev.sortal.engine.GraphFeeds;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** What is fed to a graph from native memory of ours, with its tensors; for one thread. */
final class Feeds implements AutoCloseable {
  private final ForwardPass forward;
  private final GraphFeeds batch;
  private final Map<GraphFeeds.Feed, RowTensor> batchTensors = new LinkedHashMap<>();
  private final Map<Operand<? extends TType>, RowTensor> tensors = new LinkedHashMap<>();

  /** Feeds of the inputs of a network. */
  Feeds(Network network, ForwardPass forward, InputRows inputs) {
    this.forward = forward;
    this.batch = new GraphFeeds(network, inputs);
    for (GraphFeeds.Feed feed : batch.all()) {
      batchTensors.put(
          feed,
          feed.isInteger() ? RowTensor.integers(feed.buffer()) : RowTensor.floats(feed.buffer()));
    }
  }

  /** Adds floats of each row. */
  void add(Operand<TFloat32> placeholder, RowBuffer buffer) {
    tensors.put(placeholder, RowTensor.floats(buffer));
  }

  /** Feeds what the inputs loaded last, and that many rows of what was added. */
  void feed(Session.Runner run, int rows) {
    batch.load();
    batchTensors.forEach(
        (feed, tensor) ->
            run.feed(
                Objects.requireNonNull(forward.feeds().get(feed.name())), tensor.of(feed.rows())));
    tensors.forEach((placeholder, tensor) -> run.feed(placeholder, tensor.of(rows)));
  }

  @Override
  public void close() {
    batchTensors.values().forEach(RowTensor::close);
    tensors.values().forEach(RowTensor::close);
  }
}
