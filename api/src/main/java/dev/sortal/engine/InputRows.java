package dev.sortal.engine;

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

/**
 * Batches for a network with their ragged rows laid out at full length, padded with id 0.
 *
 * <p>For one thread; made once and loaded again and again.
 *
 * <pre>{@code
 * InputRows inputs = new InputRows("my-engine", network);
 * inputs.load(batch);
 * IntBuffer ids = inputs.column(0).ints(); // [rows, length]
 * }</pre>
 */
public final class InputRows {
  private final String backend;
  private final List<Input> inputs;
  private final List<RowBuffer> columns = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();
  private int rows;

  /**
   * Memory for the inputs of a network.
   *
   * @param backend the engine's name, for messages
   * @throws BackendException if an input is neither token ids nor numbers; the message names it
   */
  public InputRows(String backend, Network network) {
    this.backend = backend;
    this.inputs = network.inputs();
    requireReadable(backend, network);
    for (Input input : inputs) {
      columns.add(new RowBuffer(dimensions(input)));
      ids.add(new int[0]);
    }
  }

  private static int[] dimensions(Input input) {
    return input instanceof Input.Tokens tokens
        ? new int[] {tokens.length()}
        : ((Input.Values) input).shape().toArray();
  }

  /**
   * Checks that the inputs of a network are token ids or numbers.
   *
   * @throws BackendException naming the first that is not
   */
  public static void requireReadable(String backend, Network network) {
    for (Input input : network.inputs()) {
      if (!(input instanceof Input.Tokens || input instanceof Input.Values)) {
        throw new BackendException(
            "Backend \""
                + backend
                + "\" cannot read input \""
                + input.name()
                + "\": expected token ids or numbers, got bags of weighted ids.");
      }
    }
  }

  /**
   * Takes a batch in.
   *
   * @throws BackendException if a column is of another kind than its input
   */
  public void load(Batch batch) {
    rows = batch.rows();
    for (int i = 0; i < columns.size(); i++) {
      Column column = batch.columns().get(i);
      columns.get(i).reserve(rows);
      if (column instanceof Column.Ids tokens && inputs.get(i) instanceof Input.Tokens input) {
        pad(tokens, input, i);
      } else if (column instanceof Column.Floats numbers && inputs.get(i) instanceof Input.Values) {
        RowBuffer into = columns.get(i);
        into.floats().put(0, numbers.values(), 0, rows * into.rowSize());
      } else {
        throw new BackendException(
            "Backend \""
                + backend
                + "\" cannot read the column of input \""
                + inputs.get(i).name()
                + "\": expected data for "
                + inputs.get(i)
                + ", got "
                + column
                + ".");
      }
    }
  }

  private void pad(Column.Ids column, Input.Tokens input, int index) {
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
    columns.get(index).ints().put(0, padded, 0, rows * length);
  }

  /** The rows of the batch that was loaded last. */
  public int rows() {
    return rows;
  }

  /** How many inputs there are. */
  public int size() {
    return columns.size();
  }

  /** The rows of an input: ids {@code [rows, length]} or numbers of the input's shape. */
  public RowBuffer column(int input) {
    return columns.get(input);
  }

  /** The padded ids of a token input as an array, which may be longer than the rows. */
  public int[] ids(int input) {
    return ids.get(input);
  }
}
