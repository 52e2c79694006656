package dev.sortal.engine;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Batches for a network with their ragged rows laid out at full length, padded with id 0 or empty
 * bags.
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
  private final Network network;
  private final List<Input> inputs;
  private final List<RowBuffer> columns = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();
  private final List<int[]> own = new ArrayList<>();
  private final Map<Integer, BagRows> bags = new HashMap<>();
  private final Map<Node, RowBuffer> shares = new LinkedHashMap<>();
  private int rows;

  /**
   * Memory for the inputs of a network.
   *
   * @param backend the engine's name, for messages
   */
  public InputRows(String backend, Network network) {
    this.backend = backend;
    this.network = network;
    this.inputs = network.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      columns.add(new RowBuffer(dimensions(inputs.get(i))));
      ids.add(new int[0]);
      own.add(new int[0]);
      if (inputs.get(i) instanceof Input.Bags input) {
        bags.put(i, new BagRows(backend, input));
      }
    }
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.GlobalAveragePool pool
          && pool.scope() == PoolScope.TOKENS) {
        shares.put(node, new RowBuffer(node.input().dimension(0), 1));
      }
    }
  }

  /** Of the buffer of an input; that of bags stays empty. */
  private static int[] dimensions(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return new int[] {tokens.length()};
    }
    return input instanceof Input.Values numbers ? numbers.shape().toArray() : new int[0];
  }

  /**
   * Takes a batch in.
   *
   * @throws BackendException if a column is of another kind than its input, or a bag holds an id
   *     that is not of the input
   */
  public void load(Batch batch) {
    rows = batch.rows();
    for (int i = 0; i < columns.size(); i++) {
      Column column = batch.columns().get(i);
      if (column instanceof Column.Ids tokens && inputs.get(i) instanceof Input.Tokens input) {
        columns.get(i).reserve(rows);
        pad(tokens, input, i);
        count(tokens.rowOffsets(), i);
      } else if (column instanceof Column.Bags weighted && inputs.get(i) instanceof Input.Bags) {
        bags(i).load(weighted, rows);
        count(weighted.rowOffsets(), i);
      } else if (column instanceof Column.Floats numbers && inputs.get(i) instanceof Input.Values) {
        RowBuffer into = columns.get(i);
        into.reserve(rows);
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
    shares.forEach(this::share);
  }

  /** One over the tokens of a row at each of them. */
  private void share(Node node, RowBuffer into) {
    List<Integer> origins = network.origins(node.operand());
    int length = into.rowSize();
    boolean before = isPaddedBefore(inputs.get(origins.get(0)));
    into.reserve(rows);
    FloatBuffer floats = into.floats();
    for (int row = 0; row < rows; row++) {
      int count = 0;
      for (int origin : origins) {
        count = Math.max(count, own(origin)[row]);
      }
      int from = before ? length - count : 0;
      for (int i = 0; i < length; i++) {
        floats.put(row * length + i, i >= from && i < from + count ? 1f / count : 0);
      }
    }
  }

  private static boolean isPaddedBefore(Input input) {
    return input instanceof Input.Tokens tokens
        ? tokens.padding() == Side.PRE
        : ((Input.Bags) input).padding() == Side.PRE;
  }

  private void count(IntBuffer offsets, int index) {
    if (own.get(index).length < rows) {
      own.set(index, new int[rows]);
    }
    int[] counts = own.get(index);
    for (int row = 0; row < rows; row++) {
      counts[row] = offsets.get(row + 1) - offsets.get(row);
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

  /**
   * The rows of an input: ids {@code [rows, length]} or numbers of the input's shape; of bags see
   * {@link #bags}.
   */
  public RowBuffer column(int input) {
    return columns.get(input);
  }

  /** The padded ids of a token input as an array, which may be longer than the rows. */
  public int[] ids(int input) {
    return ids.get(input);
  }

  /**
   * How many positions of each row are its own, the others padding: of an input of tokens or bags,
   * for {@link Extent#fill}; the array may be longer than the rows.
   */
  public int[] own(int input) {
    return own.get(input);
  }

  /**
   * The bags of an input of bags.
   *
   * @throws NullPointerException if the input is of another kind
   */
  public BagRows bags(int input) {
    return Objects.requireNonNull(bags.get(input));
  }

  /**
   * For each average over tokens what each position adds to it, one over the number of the row's
   * own positions or 0: {@code [rows, length, 1]}.
   */
  public Map<Node, RowBuffer> shares() {
    return Collections.unmodifiableMap(shares);
  }
}
