package dev.sortal.backend.tf;

import dev.sortal.engine.Fold;
import dev.sortal.engine.FoldedWeights;
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
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** What is fed to a graph from native memory of ours, with its tensors; for one thread. */
final class Feeds implements AutoCloseable {
  /** What the name of a weight ends in whose parts are fed: how many positions each has. */
  static final String FOLD = ".fold";

  private final ForwardPass forward;
  private final InputRows inputs;
  private final Map<String, FoldedWeights<TFloat32>> folded;
  private final Map<String, TInt32> folds = new LinkedHashMap<>();
  private final GraphFeeds batch;
  private final Map<GraphFeeds.Feed, RowTensor> batchTensors = new LinkedHashMap<>();
  private final Map<Operand<? extends TType>, RowTensor> tensors = new LinkedHashMap<>();

  /** Feeds of the inputs of a network whose weights may change. */
  Feeds(Network network, ForwardPass forward, InputRows inputs) {
    this(network, forward, inputs, Map.of());
  }

  /**
   * Feeds of the inputs of a network.
   *
   * @param folded the weights that are fed, by name; not closed
   */
  Feeds(
      Network network,
      ForwardPass forward,
      InputRows inputs,
      Map<String, FoldedWeights<TFloat32>> folded) {
    this.forward = forward;
    this.inputs = inputs;
    this.folded = folded;
    this.batch = new GraphFeeds(network, inputs);
    for (GraphFeeds.Feed feed : batch.all()) {
      // A graph for rows at full length has no use for how they are cut.
      if (forward.feeds().containsKey(feed.name())) {
        batchTensors.put(
            feed,
            feed.isInteger() ? RowTensor.integers(feed.buffer()) : RowTensor.floats(feed.buffer()));
      }
    }
  }

  /** Adds floats of each row. */
  void add(Operand<TFloat32> placeholder, RowBuffer buffer) {
    tensors.put(placeholder, RowTensor.floats(buffer));
  }

  /** Feeds what the inputs loaded last, and that many rows of what was added. */
  void feed(Session.Runner run, int rows) {
    batch.load();
    batchTensors.forEach((feed, tensor) -> run.feed(fed(feed.name()), tensor.of(feed.rows())));
    inputs
        .folds()
        .forEach(
            (weight, fold) -> {
              FoldedWeights<TFloat32> made = folded.get(weight);
              if (made != null) {
                run.feed(fed(weight), made.of(fold));
              } else if (forward.feeds().containsKey(weight + FOLD)) {
                run.feed(fed(weight + FOLD), parts(weight, fold));
              }
            });
    tensors.forEach((placeholder, tensor) -> run.feed(placeholder, tensor.of(rows)));
  }

  private Operand<? extends TType> fed(String name) {
    return Objects.requireNonNull(forward.feeds().get(name));
  }

  private TInt32 parts(String weight, Fold fold) {
    TInt32 parts =
        folds.computeIfAbsent(weight, name -> TInt32.tensorOf(org.tensorflow.ndarray.Shape.of(3)));
    parts.setInt(fold.before(), 0).setInt(fold.folded(), 1).setInt(fold.after(), 2);
    return parts;
  }

  @Override
  public void close() {
    folds.values().forEach(TInt32::close);
    batchTensors.values().forEach(RowTensor::close);
    tensors.values().forEach(RowTensor::close);
  }
}
