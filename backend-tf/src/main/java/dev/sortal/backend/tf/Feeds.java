package dev.sortal.backend.tf;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** What is fed to a graph from native memory of ours, with its tensors; for one thread. */
final class Feeds implements AutoCloseable {
  private final Map<Operand<? extends TType>, RowTensor> tensors = new LinkedHashMap<>();

  /** Feeds of the inputs of a network. */
  static Feeds of(ForwardPass forward, InputRows inputs) {
    Feeds feeds = new Feeds();
    for (int i = 0; i < inputs.size(); i++) {
      Operand<? extends TType> input = forward.inputs().get(i);
      feeds.tensors.put(
          input,
          input.type().equals(TInt32.class)
              ? RowTensor.integers(inputs.column(i))
              : RowTensor.floats(inputs.column(i)));
    }
    return feeds;
  }

  /** Adds floats. */
  void add(Operand<TFloat32> placeholder, RowBuffer buffer) {
    tensors.put(placeholder, RowTensor.floats(buffer));
  }

  /** Feeds that many rows of everything. */
  void feed(Session.Runner run, int rows) {
    tensors.forEach((placeholder, tensor) -> run.feed(placeholder, tensor.of(rows)));
  }

  @Override
  public void close() {
    tensors.values().forEach(RowTensor::close);
  }
}
