package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sortal.engine.Fold;
import dev.sortal.engine.FoldedWeights;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The memory of one call of inference. */
final class DjlCall implements PooledInference.Call {
  private final Network network;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, FoldedWeights<NDArray>> folded;
  private final InputRows inputs;
  private final EmbeddedRows embedded;

  /**
   * Memory for calls.
   *
   * @param parameters what every call uses, by name
   * @param folded the others but tables: what follows the length of a call's rows
   * @param tables the values of a table by its name
   */
  DjlCall(
      InputRows inputs,
      Network network,
      NDManager manager,
      Map<String, NDArray> parameters,
      Map<String, FoldedWeights<NDArray>> folded,
      Function<String, float[]> tables) {
    this.network = network;
    this.manager = manager;
    this.parameters = parameters;
    this.folded = folded;
    this.inputs = inputs;
    this.embedded = new EmbeddedRows(network, tables);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    embedded.load(inputs);
    try (NDManager call = manager.newSubManager()) {
      Map<Integer, NDArray> values = NativeArrays.inputs(call, network, inputs, embedded);
      Map<String, NDArray> weights = parameters;
      if (!folded.isEmpty()) {
        weights = new HashMap<>(parameters);
        for (Map.Entry<String, FoldedWeights<NDArray>> entry : folded.entrySet()) {
          Fold fold = Objects.requireNonNull(inputs.folds().get(entry.getKey()));
          weights.put(entry.getKey(), entry.getValue().of(fold));
        }
      }
      NDArray logits =
          ForwardPass.inference(
              network,
              inputs,
              values,
              weights,
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
