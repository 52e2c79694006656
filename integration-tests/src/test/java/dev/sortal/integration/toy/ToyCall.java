package dev.sortal.integration.toy;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The memory of one call of inference. */
final class ToyCall implements PooledInference.Call {
  private final Network network;
  private final Function<String, float[]> parameters;
  private final InputRows inputs;

  ToyCall(Network network, Function<String, float[]> parameters) {
    this.network = network;
    this.parameters = parameters;
    this.inputs = new InputRows(ToyBackend.NAME, network);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    ToyPass pass = new ToyPass(network, inputs, parameters, Map.of(), Set.of());
    into.put(0, pass.value(network.result()).data);
  }

  @Override
  public void close() {
    // An engine with native memory frees that of the call here.
  }
}
