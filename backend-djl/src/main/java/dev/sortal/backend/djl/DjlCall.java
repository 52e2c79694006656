package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.function.Function;

/** The memory of one call of inference. */
final class DjlCall implements PooledInference.Call {
  private final Network network;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final InputRows inputs;
  private final EmbeddedRows embedded;

  DjlCall(
      Network network,
      NDManager manager,
      Map<String, NDArray> parameters,
      Function<String, float[]> tables) {
    this.network = network;
    this.manager = manager;
    this.parameters = parameters;
    this.inputs = new InputRows(DjlBackend.NAME, network);
    this.embedded = new EmbeddedRows(network, tables);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    embedded.load(inputs);
    try (NDManager call = manager.newSubManager()) {
      Map<Integer, NDArray> values = NativeArrays.inputs(call, network, inputs, embedded);
      NDArray logits =
          ForwardPass.inference(
              network,
              values,
              parameters,
              NativeArrays.factors(call, inputs.shares(), inputs.rows()));
      into.put(0, NativeArrays.floats(logits), 0, batch.rows() * network.outputs());
    } catch (RuntimeException failure) {
      throw PyTorch.failed("compute logits", failure);
    }
  }

  @Override
  public void close() {
    // All native memory is the caller's buffers and what a call frees itself.
  }
}
