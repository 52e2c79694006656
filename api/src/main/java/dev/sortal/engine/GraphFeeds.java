package dev.sortal.engine;

import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the named inputs of a graph that looks up, adds and averages by itself.
 *
 * <p>An input of tokens or numbers goes by its own name. Of an input of bags {@code x} there are
 * {@code x.ids} and {@code x.weights}, {@code [ids]} over all bags, {@code x.bags}, for each id the
 * number of its bag, row by row and position by position, and {@code x.count}, the number of bags,
 * a vector of one; where positions may be cut {@code x.positions}, how many there are, a vector of
 * one too. For each node of {@link InputRows#shares} there are these, by its path and {@code
 * .shares}. For one thread.
 *
 * <pre>{@code
 * GraphFeeds feeds = new GraphFeeds(network, inputs);
 * inputs.load(batch);
 * feeds.load();
 * feeds.all().forEach(feed -> run.feed(feed.name(), feed.buffer().bytes(feed.rows())));
 * }</pre>
 */
public final class GraphFeeds {
  /** What a name of a bags input ends in: its ids. */
  public static final String IDS = ".ids";

  /** What a name of a bags input ends in: the weights of its ids. */
  public static final String WEIGHTS = ".weights";

  /** What a name of a bags input ends in: the bag of each id. */
  public static final String BAGS = ".bags";

  /** What a name of a bags input ends in: the number of bags. */
  public static final String COUNT = ".count";

  /** What a name of a bags input ends in: the number of positions. */
  public static final String POSITIONS = ".positions";

  /** What the name of a node's shares ends in. */
  public static final String SHARES = ".shares";

  /** One named input. */
  public static final class Feed {
    private final String name;
    private final boolean isInteger;
    private final RowBuffer buffer;
    private int rows;

    private Feed(String name, boolean isInteger, RowBuffer buffer) {
      this.name = name;
      this.isInteger = isInteger;
      this.buffer = buffer;
    }

    public String name() {
      return name;
    }

    /** Whether it holds 32-bit whole numbers, else floats. */
    public boolean isInteger() {
      return isInteger;
    }

    /** Its memory. */
    public RowBuffer buffer() {
      return buffer;
    }

    /** How many rows of the buffer were loaded last: of the batch, or ids of bags; perhaps 0. */
    public int rows() {
      return rows;
    }
  }

  private final InputRows inputs;
  private final List<Feed> all = new ArrayList<>();
  private final List<BagFeeds> bags = new ArrayList<>();

  /**
   * The named inputs of a network.
   *
   * @param inputs what is loaded before these
   */
  public GraphFeeds(Network network, InputRows inputs) {
    this.inputs = inputs;
    for (int i = 0; i < inputs.size(); i++) {
      Input input = network.inputs().get(i);
      if (input instanceof Input.Bags) {
        int number = i;
        IntSupplier positions = inputs.mayBeCut(i) ? () -> inputs.positions(number) : null;
        bags.add(new BagFeeds(input.name(), inputs.bags(i), positions));
      } else {
        all.add(new Feed(input.name(), input instanceof Input.Tokens, inputs.column(i)));
      }
    }
    inputs
        .shares()
        .forEach((node, shares) -> all.add(new Feed(node.path() + SHARES, false, shares)));
    bags.forEach(feeds -> all.addAll(feeds.all));
  }

  /** Takes over what the inputs loaded last. */
  public void load() {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.column(i); // The same buffer: lays the ids of texts out.
    }
    for (Feed feed : all) {
      feed.rows = inputs.rows();
    }
    bags.forEach(BagFeeds::load);
  }

  /** All of them, in an order that stays. */
  public List<Feed> all() {
    return Collections.unmodifiableList(all);
  }

  /** Those of one input of bags. */
  private static final class BagFeeds {
    private final BagRows rows;
    private final Feed ids;
    private final Feed weights;
    private final Feed bagOfId;
    private final Feed count;
    private final Feed positions;
    private final @Nullable IntSupplier cutTo;
    private final List<Feed> all;

    BagFeeds(String input, BagRows rows, @Nullable IntSupplier cutTo) {
      this.rows = rows;
      this.ids = new Feed(input + IDS, true, new RowBuffer());
      this.weights = new Feed(input + WEIGHTS, false, new RowBuffer());
      this.bagOfId = new Feed(input + BAGS, true, new RowBuffer());
      this.count = new Feed(input + COUNT, true, new RowBuffer());
      this.positions = new Feed(input + POSITIONS, true, new RowBuffer());
      this.cutTo = cutTo;
      this.all =
          cutTo == null
              ? List.of(ids, weights, bagOfId, count)
              : List.of(ids, weights, bagOfId, count, positions);
    }

    void load() {
      int size = rows.size();
      reserve(ids, size);
      reserve(weights, size);
      reserve(bagOfId, size);
      reserve(count, 1);
      ids.buffer.ints().put(0, rows.ids(), 0, size);
      weights.buffer.floats().put(0, rows.weights(), 0, size);
      for (int bag = 0; bag < rows.count(); bag++) {
        for (int i = rows.offsets()[bag]; i < rows.offsets()[bag + 1]; i++) {
          bagOfId.buffer.ints().put(i, bag);
        }
      }
      count.buffer.ints().put(0, rows.count());
      if (cutTo != null) {
        reserve(positions, 1);
        positions.buffer.ints().put(0, cutTo.getAsInt());
      }
    }

    /** With room to spare: the number of ids differs from batch to batch. */
    private static void reserve(Feed feed, int rows) {
      feed.rows = rows;
      if (feed.buffer.floats().capacity() < rows) {
        feed.buffer.reserve(rows + rows / 2);
      }
    }
  }
}
