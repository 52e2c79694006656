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
import dev.sortal.engine.GraphFeeds;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The memory of one call of inference. */
final class ModelCall implements PooledInference.Call {
  private final Network network;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;
  private final InputRows inputs;
  private final GraphFeeds feeds;

  ModelCall(Model model, Network network) {
    this.network = network;
    this.predictor = model.newPredictor(new NoopTranslator(null));
    this.manager = model.getNDManager().newSubManager();
    this.inputs = new InputRows(DjlTensorFlowBackend.NAME, network);
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

  @Override
  public void close() {
    predictor.close();
    manager.close();
  }
}
