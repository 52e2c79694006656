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
import dev.sortal.tensor.Shape;
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
 * Batches for a network: their ragged rows as they are and, for engines that ask for it, laid out
 * at one length, padded with id 0 or empty bags: at full length, or cut short as a {@link
 * Shortening} allows.
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
  private final Shortening shortening;
  private final List<Input> inputs;
  private final List<RowBuffer> columns = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();
  private final List<int[]> tokens = new ArrayList<>();
  private final boolean[] isPadded;
  private final List<int[]> own = new ArrayList<>();
  private final Map<Integer, BagRows> bags = new HashMap<>();
  private final Map<Node, RowBuffer> shares = new LinkedHashMap<>();
  private final Map<String, Fold> folds = new LinkedHashMap<>();
  private final int[] longest;
  private int[] cut;
  private int rows;

  /**
   * Memory for the inputs of a network at full length.
   *
   * @param backend the engine's name, for messages
   */
  public InputRows(String backend, Network network) {
    this(backend, network, Shortening.none(network));
  }

  /**
   * Memory for the inputs of a network, each batch as long as its longest text needs.
   *
   * @param backend the engine's name, for messages
   * @param shortening of this network
   */
  public InputRows(String backend, Network network, Shortening shortening) {
    this.backend = backend;
    this.network = network;
    this.shortening = shortening;
    this.inputs = network.inputs();
    this.isPadded = new boolean[inputs.size()];
    for (int i = 0; i < inputs.size(); i++) {
      columns.add(new RowBuffer(dimensions(inputs.get(i))));
      ids.add(new int[0]);
      tokens.add(new int[0]);
      own.add(new int[0]);
      if (inputs.get(i) instanceof Input.Bags input) {
        bags.put(i, new BagRows(backend, input));
      }
    }
    this.longest = new int[inputs.size()];
    this.cut = new int[inputs.size()];
    for (Node node : network.nodes()) {
      if (countsTokens(node) || shortening.countsPositions(node)) {
        shares.put(node, new RowBuffer(node.input().dimension(0), 1));
      }
    }
  }

  private static boolean countsTokens(Node node) {
    return node.layer() instanceof Layer.GlobalAveragePool pool && pool.scope() == PoolScope.TOKENS;
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
      measure(batch.columns().get(i), i);
    }
    cut = shortening.cut(longest);
    for (int i = 0; i < columns.size(); i++) {
      Column column = batch.columns().get(i);
      RowBuffer into = columns.get(i);
      if (column instanceof Column.Ids text) {
        copy(text, i);
      } else if (column instanceof Column.Bags weighted) {
        boolean single = network.shape(i).rank() == 0;
        bags(i).load(weighted, rows, single ? 1 : positions(i));
      } else {
        into.reserve(rows);
        into.floats().put(0, ((Column.Floats) column).values(), 0, rows * into.rowSize());
      }
    }
    shortening.flattened().forEach((dense, value) -> folds.put(dense.weight().name(), fold(value)));
    shares.forEach(
        (node, into) -> {
          into.reshape(positions(node.operand()), 1);
          into.reserve(rows);
          if (countsTokens(node)) {
            shareOfTokens(node, into);
          } else {
            shareOfPositions(node, into);
          }
        });
  }

  private Fold fold(int value) {
    int left = shortening.cut(value, cut);
    int before = shortening.standIn(value, left);
    int after = positions(value) - before - 1;
    return new Fold(before, 1 + left, after, network.shape(value).last());
  }

  /** Takes the lengths of texts. */
  private void measure(Column column, int index) {
    Input input = inputs.get(index);
    if (column instanceof Column.Ids tokens && input instanceof Input.Tokens) {
      count(tokens.rowOffsets(), index);
    } else if (column instanceof Column.Bags weighted && input instanceof Input.Bags) {
      count(weighted.rowOffsets(), index);
    } else if (!(column instanceof Column.Floats && input instanceof Input.Values)) {
      throw new BackendException(
          "Backend \""
              + backend
              + "\" cannot read the column of input \""
              + input.name()
              + "\": expected data for "
              + input
              + ", got "
              + column
              + ".");
    }
  }

  /** One over the tokens of a row at each of them. */
  private void shareOfTokens(Node node, RowBuffer into) {
    List<Integer> origins = network.origins(node.operand());
    int length = into.rowSize();
    boolean before = inputs.get(origins.get(0)).paddedSide() == Side.PRE;
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

  /** One over the positions of a full row at each; of those that are cut at the one that stays. */
  private void shareOfPositions(Node node, RowBuffer into) {
    int length = into.rowSize();
    int left = shortening.cut(node.operand(), cut);
    int standIn = shortening.standIn(node.operand(), left);
    FloatBuffer floats = into.floats();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        floats.put(row * length + i, (i == standIn ? 1f + left : 1f) / (length + left));
      }
    }
  }

  private void count(IntBuffer offsets, int index) {
    if (own.get(index).length < rows) {
      own.set(index, new int[rows]);
    }
    int[] counts = own.get(index);
    longest[index] = 0;
    for (int row = 0; row < rows; row++) {
      counts[row] = offsets.get(row + 1) - offsets.get(row);
      longest[index] = Math.max(longest[index], counts[row]);
    }
  }

  private void copy(Column.Ids column, int index) {
    int first = column.rowOffsets().get(0);
    int count = column.rowOffsets().get(rows) - first;
    if (tokens.get(index).length < count) {
      tokens.set(index, new int[count + count / 2]);
    }
    column.ids().get(first, tokens.get(index), 0, count);
    isPadded[index] = false;
  }

  private void pad(Input.Tokens input, int index) {
    int length = positions(index);
    if (ids.get(index).length < rows * length) {
      ids.set(index, new int[rows * length]);
    }
    int[] padded = ids.get(index);
    Arrays.fill(padded, 0, rows * length, 0);
    int from = 0;
    for (int row = 0; row < rows; row++) {
      int count = own(index)[row];
      int start = row * length;
      int at = input.padding() == Side.PRE ? start + length - count : start;
      System.arraycopy(tokens.get(index), from, padded, at, count);
      from += count;
    }
    isPadded[index] = true;
  }

  /** The rows of the batch that was loaded last. */
  public int rows() {
    return rows;
  }

  /** How many positions a value has in this batch; it must have a position axis. */
  public int positions(int value) {
    return network.shape(value).dimension(0) - shortening.cut(value, cut);
  }

  /** Whether rows of the batch are shorter than the network says. */
  public boolean isCut() {
    return Arrays.stream(cut).anyMatch(positions -> positions > 0);
  }

  /** Whether positions of a value may be cut, if the texts of a batch are short. */
  boolean mayBeCut(int value) {
    return shortening.cuts(value);
  }

  /** The shape of a value in this batch, without the row axis; not of flattened positions. */
  public Shape shape(int value) {
    Shape whole = network.shape(value);
    int left = shortening.cut(value, cut);
    if (left == 0) {
      return whole;
    }
    int[] dimensions = whole.toArray();
    dimensions[0] -= left;
    return Shape.of(dimensions);
  }

  /**
   * By name, how the weights of each dense layer over flattened positions follow in this batch;
   * only of those of whose positions some may be cut.
   */
  public Map<String, Fold> folds() {
    return Collections.unmodifiableMap(folds);
  }

  /** How many inputs there are. */
  public int size() {
    return columns.size();
  }

  /**
   * The rows of an input: ids {@code [rows, positions]}, laid out when they are asked for, or
   * numbers of the input's shape; of bags see {@link #bags}.
   */
  public RowBuffer column(int input) {
    RowBuffer column = columns.get(input);
    if (inputs.get(input) instanceof Input.Tokens) {
      column.reshape(positions(input));
      column.reserve(rows);
      column.ints().put(0, ids(input), 0, rows * column.rowSize());
    }
    return column;
  }

  /**
   * The padded ids of a token input as an array, which may be longer than the rows; laid out when
   * they are first asked for.
   */
  public int[] ids(int input) {
    if (inputs.get(input) instanceof Input.Tokens row && !isPadded[input]) {
      pad(row, input);
    }
    return ids.get(input);
  }

  /**
   * The ids of a token input without padding, row after row, {@link #own} of each: what an {@link
   * Extent} that they fill stores, in its order. The array may be longer.
   */
  public int[] tokens(int input) {
    return tokens.get(input);
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
   * What each position adds to an average, {@code [rows, positions, 1]}: for each average over
   * tokens one over the number of the row's own positions or 0; where positions may be cut, for
   * each average over all positions, in training also for each batch normalisation and each global
   * maximum (whose equal maxima share the gradient), one over the positions of a full row, times
   * those for which it stands.
   */
  public Map<Node, RowBuffer> shares() {
    return Collections.unmodifiableMap(shares);
  }
}
