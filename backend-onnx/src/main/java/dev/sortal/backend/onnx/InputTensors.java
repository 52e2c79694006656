package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.InputRows;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine's tensors over the inputs of a network; for one thread. */
final class InputTensors implements AutoCloseable {
  private final InputRows inputs;
  private final List<RowTensor> tensors = new ArrayList<>();

  InputTensors(Network network, InputRows inputs) {
    this.inputs = inputs;
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(
          network.inputs().get(i) instanceof Input.Tokens
              ? RowTensor.integers(inputs.column(i))
              : RowTensor.floats(inputs.column(i)));
    }
  }

  /** Adds what was loaded last to the inputs of a run. */
  void addTo(Map<String, OnnxTensor> run) throws OrtException {
    for (int i = 0; i < tensors.size(); i++) {
      run.put(ForwardPass.inputName(i), tensors.get(i).of(inputs.rows()));
    }
  }

  @Override
  public void close() {
    tensors.forEach(RowTensor::close);
  }
}
