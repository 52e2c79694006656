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
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.RowBuffer;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
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

  ModelCall(Model model, Network network) {
    this.network = network;
    this.predictor = model.newPredictor(new NoopTranslator(null));
    this.manager = model.getNDManager().newSubManager();
    this.inputs = new InputRows(DjlTensorFlowBackend.NAME, network);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    try (NDManager call = manager.newSubManager()) {
      NDList columns = new NDList();
      for (int i = 0; i < inputs.size(); i++) {
        columns.add(column(call, i));
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

  /** An array of the input's name, by which the engine tells inputs apart. */
  private NDArray column(NDManager call, int index) {
    Input input = network.inputs().get(index);
    RowBuffer rows = inputs.column(index);
    NDArray array =
        call.create(
            rows.bytes(inputs.rows()),
            new Shape(rows.shape(inputs.rows())),
            input instanceof Input.Tokens ? DataType.INT32 : DataType.FLOAT32);
    array.setName(input.name());
    return array;
  }

  @Override
  public void close() {
    predictor.close();
    manager.close();
  }
}
