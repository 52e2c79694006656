package dev.sortal.backend.djl.tensorflow;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import dev.sortal.engine.FoldedWeights;
import dev.sortal.engine.GraphFeeds;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.RowBuffer;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** The memory of one call of inference. */
final class ModelCall implements PooledInference.Call {
  private final Network network;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;
  private final InputRows inputs;
  private final GraphFeeds feeds;
  private final Map<String, FoldedWeights<NDArray>> folded;

  /**
   * Memory for calls.
   *
   * @param inputs of the network; this call's own
   * @param folded the weights that are fed, by name
   */
  ModelCall(
      Model model, Network network, InputRows inputs, Map<String, FoldedWeights<NDArray>> folded) {
    this.network = network;
    this.predictor = model.newPredictor(new NoopTranslator(null));
    this.manager = model.getNDManager().newSubManager();
    this.inputs = inputs;
    this.folded = folded;
    this.feeds = new GraphFeeds(network, inputs);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    try (NDManager call = manager.newSubManager()) {
      NDList columns = new NDList();
      feeds.load();
      for (GraphFeeds.Feed feed : feeds.all()) {
        columns.add(array(call, feed));
      }
      folded.forEach(
          (name, weights) ->
              columns.add(weights.of(Objects.requireNonNull(inputs.folds().get(name)))));
      NDArray logits = predictor.predict(columns).singletonOrThrow();
      into.put(
          0,
          logits.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer(),
          0,
          batch.rows() * network.outputs());
      logits.close();
    } catch (TranslateException | RuntimeException failure) {
      throw new BackendException(
          "DJL's TensorFlow engine could not compute logits: " + failure.getMessage(), failure);
    }
  }

  /** An array of the feed's name, by which the engine tells inputs apart. */
  private static NDArray array(NDManager call, GraphFeeds.Feed feed) {
    NDArray array =
        call.create(
            feed.buffer().bytes(feed.rows()),
            new Shape(feed.buffer().shape(feed.rows())),
            feed.isInteger() ? DataType.INT32 : DataType.FLOAT32);
    array.setName(feed.name());
    return array;
  }

  /** An array of a weight, which is kept as one row, by the weight's name. */
  static NDArray weight(NDManager manager, String name, RowBuffer memory) {
    long[] shape = memory.shape(1);
    NDArray array =
        manager.create(
            memory.bytes(1),
            new Shape(Arrays.copyOfRange(shape, 1, shape.length)),
            DataType.FLOAT32);
    array.setName(name);
    return array;
  }

  @Override
  public void close() {
    predictor.close();
    manager.close();
  }
}
