package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.EmbeddedBags;
import dev.sortal.engine.InputRows;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The engine's tensors over what a batch feeds to a network; for one thread. */
final class InputTensors implements AutoCloseable {
  private final InputRows inputs;
  private final EmbeddedBags embedded;
  private final Map<String, RowTensor> tensors = new LinkedHashMap<>();

  /**
   * Tensors over inputs.
   *
   * @param tables the tables of bags, by name
   */
  InputTensors(Network network, InputRows inputs, Function<String, float[]> tables) {
    this.inputs = inputs;
    this.embedded = new EmbeddedBags(network, tables);
    for (int i = 0; i < inputs.size(); i++) {
      Input input = network.inputs().get(i);
      if (input instanceof Input.Tokens) {
        tensors.put(ForwardPass.inputName(i), RowTensor.integers(inputs.column(i)));
      } else if (input instanceof Input.Values) {
        tensors.put(ForwardPass.inputName(i), RowTensor.floats(inputs.column(i)));
      }
    }
    inputs
        .shares()
        .forEach(
            (node, shares) -> tensors.put(ForwardPass.sharesName(node), RowTensor.floats(shares)));
    embedded
        .values()
        .forEach((node, rows) -> tensors.put(ForwardPass.bagsName(node), RowTensor.floats(rows)));
  }

  /** Adds what was loaded last to the inputs of a run. */
  void addTo(Map<String, OnnxTensor> run) throws OrtException {
    embedded.load(inputs);
    for (Map.Entry<String, RowTensor> tensor : tensors.entrySet()) {
      run.put(tensor.getKey(), tensor.getValue().of(inputs.rows()));
    }
  }

  /** The embedded bags among what was added last. */
  EmbeddedBags embedded() {
    return embedded;
  }

  @Override
  public void close() {
    tensors.values().forEach(RowTensor::close);
  }
}
