package dev.sortal.backend.java;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.nio.FloatBuffer;
import java.util.Map;

/** The memory of one call of inference. */
final class JavaCall implements PooledInference.Call {
  private final InputRows inputs;
  private final Program program;

  JavaCall(Network network, Parameters parameters, Kernels kernels) {
    this.inputs = new InputRows(JavaBackend.NAME, network);
    this.program = Program.serving(network, parameters, kernels);
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    inputs.load(batch);
    program.run(inputs, Map.of(), into);
  }

  @Override
  public void close() {
    // All memory is on the heap.
  }
}
