package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Ragged batches laid out as the padded tensors that the graphs read; for one thread. */
final class InputBuffers implements AutoCloseable {
  private final List<Input> inputs;
  private final List<TensorBuffer> buffers = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();

  InputBuffers(Network network) {
    inputs = network.inputs();
    for (Input input : inputs) {
      buffers.add(
          input instanceof Input.Tokens tokens
              ? TensorBuffer.integers(tokens.length())
              : TensorBuffer.floats(((Input.Values) input).shape().toArray()));
      ids.add(new int[0]);
    }
  }

  /** Takes a batch in and adds its tensors to the inputs of a run. */
  void load(Batch batch, Map<String, OnnxTensor> run) throws OrtException {
    for (int i = 0; i < buffers.size(); i++) {
      TensorBuffer buffer = buffers.get(i);
      buffer.reserve(batch.rows());
      Column column = batch.columns().get(i);
      if (column instanceof Column.Ids tokens && inputs.get(i) instanceof Input.Tokens input) {
        pad(tokens, input, batch.rows(), i);
      } else if (column instanceof Column.Floats numbers) {
        buffer.floats().put(0, numbers.values(), 0, batch.rows() * buffer.rowSize());
      } else {
        throw new BackendException(
            "Backend \"onnx\" cannot read the column of input \""
                + inputs.get(i).name()
                + "\": expected data for "
                + inputs.get(i)
                + ".");
      }
      run.put(ForwardPass.inputName(i), buffer.tensor(batch.rows()));
    }
  }

  private void pad(Column.Ids column, Input.Tokens input, int rows, int index) {
    int length = input.length();
    if (ids.get(index).length < rows * length) {
      ids.set(index, new int[rows * length]);
    }
    int[] padded = ids.get(index);
    IntBuffer offsets = column.rowOffsets();
    for (int row = 0; row < rows; row++) {
      int from = offsets.get(row);
      int count = offsets.get(row + 1) - from;
      int start = row * length;
      int at = input.padding() == Side.PRE ? start + length - count : start;
      Arrays.fill(padded, start, at, 0);
      column.ids().get(from, padded, at, count);
      Arrays.fill(padded, at + count, start + length, 0);
    }
    buffers.get(index).ints().put(0, padded, 0, rows * length);
  }

  /** The padded ids of a token input, as last loaded. */
  int[] paddedIds(int input) {
    return ids.get(input);
  }

  @Override
  public void close() {
    buffers.forEach(TensorBuffer::close);
  }
}
