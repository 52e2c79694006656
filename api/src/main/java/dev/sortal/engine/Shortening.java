package dev.sortal.engine;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By how many positions the rows of a network can be cut short when the texts of a batch are short,
 * so that it still computes the same.
 *
 * <p>In a batch of short texts every sequence has a middle: positions that see no token of any row
 * and no end of the row, so that all hold the same. Some of them can be left out, as many as fit
 * the strides, as long as one stays in the middle of every sequence: then each window sees what it
 * saw before. The one that stays stands for those left out wherever positions are counted: see
 * {@link InputRows#shares} and {@link InputRows#folds}.
 *
 * <p>Sequences that a Parallel joins are cut together. None of them is cut where a layer needs
 * every position: dropout over positions in training, whose masks are drawn for padded rows, and
 * what reads flattened positions and is no dense layer, or in inference one of more than two
 * million weights; nor where texts padded on different sides meet, or a text and an input of
 * numbers.
 *
 * <p>Immutable and safe for threads. {@link InputRows} lays batches out by it.
 *
 * <pre>{@code
 * Shortening shortening = Shortening.ofInference(network);
 * InputRows inputs = new InputRows("my-engine", network, shortening);
 * inputs.load(batch);
 * long[] shape = inputs.column(0).shape(inputs.rows()); // [rows, perhaps fewer than length]
 * }</pre>
 */
public final class Shortening {
  /** An engine prepares itself for each length anew: a text's row has at most so many. */
  private static final int LENGTHS = 16;

  /** Of so many weights an engine that serves can keep a folded copy for each length. */
  private static final int LARGEST_FOLDED = 1 << 21;

  /**
   * The positions of a value.
   *
   * @param group the number of an input, through {@link #root}
   * @param step how many positions of an input one of these stands for
   * @param value the value with a position axis: itself, or the one that it flattens
   */
  private record Sequence(int group, int step, int value) {
    /** Of a value without a position axis that follows from a text. */
    static final Sequence NONE = new Sequence(-1, 1, -1);

    boolean isNone() {
      return group < 0;
    }

    /** Whether it is that of the value itself, not of one that this value flattens. */
    boolean isOf(int number) {
      return value == number;
    }
  }

  private final Network network;
  private final boolean training;
  private final Sequence[] sequences;
  private final Map<Node, Integer> flattened = new LinkedHashMap<>();
  private final int[] parents;
  private final boolean[] whole;
  private final int[] edges;
  private final int[][] removable;

  private Shortening(Network network, boolean training, boolean shortens) {
    this.network = network;
    this.training = training;
    int inputs = network.inputs().size();
    this.sequences = new Sequence[inputs + network.nodes().size()];
    Arrays.fill(sequences, Sequence.NONE);
    this.parents = new int[inputs];
    this.whole = new boolean[inputs];
    this.edges = new int[sequences.length];
    this.removable = new int[inputs][];
    for (int i = 0; i < inputs; i++) {
      parents[i] = i;
      whole[i] = !shortens;
      if (padding(i) != null) {
        sequences[i] = new Sequence(i, 1, i);
      }
    }
    Follower follower = new Follower();
    for (Node node : network.nodes()) {
      sequences[node.value()] = node.layer().accept(follower, node);
    }
    keepWhole(sequences[network.result()]);
    flattened.values().removeIf(value -> !cuts(value));
    measure();
  }

  /** For engines that lay every row out at full length. */
  public static Shortening none(Network network) {
    return new Shortening(network, false, false);
  }

  /** For training steps. */
  public static Shortening ofTraining(Network network) {
    return new Shortening(network, true, true);
  }

  /** For inference. */
  public static Shortening ofInference(Network network) {
    return new Shortening(network, false, true);
  }

  private @Nullable Side padding(int input) {
    return network.inputs().get(input).paddedSide();
  }

  private int root(int group) {
    return parents[group] == group ? group : root(parents[group]);
  }

  private void keepWhole(Sequence sequence) {
    if (!sequence.isNone()) {
      whole[root(sequence.group())] = true;
    }
  }

  /** Gives the positions of each node's value. */
  private final class Follower implements Layer.Visitor<Node, Sequence> {
    private Sequence operand(Node node) {
      return sequences[node.operand()];
    }

    /** Every position by itself. */
    private Sequence kept(Node node, int step) {
      Sequence operand = operand(node);
      return operand.isNone()
          ? Sequence.NONE
          : new Sequence(operand.group(), operand.step() * step, node.value());
    }

    private boolean isFlat(Node node) {
      Sequence operand = operand(node);
      return !operand.isNone() && !operand.isOf(node.operand());
    }

    private Sequence needsAll(Node node) {
      node.operands().forEach(operand -> keepWhole(sequences[operand]));
      return Sequence.NONE;
    }

    @Override
    public Sequence embedding(Layer.Embedding layer, Node node) {
      return kept(node, 1);
    }

    @Override
    public Sequence embeddingBag(Layer.EmbeddingBag layer, Node node) {
      return kept(node, 1);
    }

    @Override
    public Sequence conv1d(Layer.Conv1d layer, Node node) {
      return kept(node, layer.stride());
    }

    @Override
    public Sequence maxPool1d(Layer.MaxPool1d layer, Node node) {
      return kept(node, layer.stride());
    }

    @Override
    public Sequence conv2d(Layer.Conv2d layer, Node node) {
      return needsAll(node);
    }

    @Override
    public Sequence maxPool2d(Layer.MaxPool2d layer, Node node) {
      return needsAll(node);
    }

    @Override
    public Sequence averagePool2d(Layer.AveragePool2d layer, Node node) {
      return needsAll(node);
    }

    @Override
    public Sequence globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
      return Sequence.NONE;
    }

    @Override
    public Sequence globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
      return Sequence.NONE;
    }

    @Override
    public Sequence flatten(Layer.Flatten layer, Node node) {
      return operand(node);
    }

    @Override
    public Sequence dense(Layer.Dense layer, Node node) {
      Sequence operand = operand(node);
      if (!training && node.weight().shape().size() > LARGEST_FOLDED) {
        return needsAll(node);
      }
      if (!operand.isNone()) {
        flattened.put(node, operand.value());
      }
      return Sequence.NONE;
    }

    @Override
    public Sequence dropout(Layer.Dropout layer, Node node) {
      if (training && layer.rate() > 0) {
        return needsAll(node);
      }
      return isFlat(node) ? operand(node) : kept(node, 1);
    }

    @Override
    public Sequence batchNorm(Layer.BatchNorm layer, Node node) {
      return isFlat(node) ? needsAll(node) : kept(node, 1);
    }

    @Override
    public Sequence parallel(Layer.Parallel layer, Node node) {
      Sequence first = operand(node);
      for (int operand : node.operands()) {
        Sequence other = sequences[operand];
        if (!other.isOf(operand) || !alike(first, other)) {
          return needsAll(node);
        }
      }
      node.operands()
          .forEach(
              operand -> {
                Sequence joined = sequences[operand];
                whole[root(first.group())] |= whole[root(joined.group())];
                parents[root(joined.group())] = root(first.group());
              });
      return kept(node, 1);
    }

    private boolean alike(Sequence one, Sequence other) {
      return one.step() == other.step()
          && padding(root(one.group())) == padding(root(other.group()));
    }
  }

  /** Fills in how much each length of a text leaves to cut, and where the middles end. */
  private void measure() {
    int[][] blank = middles(0, 0);
    for (int value = 0; value < sequences.length; value++) {
      Sequence sequence = sequences[value];
      if (sequence.isOf(value)) {
        edges[value] =
            padding(sequence.group()) == Side.POST
                ? network.shape(value).dimension(0) - blank[value][1]
                : blank[value][0];
      }
    }
    for (int input = 0; input < removable.length; input++) {
      if (!sequences[input].isNone()) {
        removable[input] = new int[network.shape(input).dimension(0) + 1];
        for (int own = 0; own < removable[input].length; own++) {
          removable[input][own] = removable(input, own);
        }
      }
    }
  }

  /** How many positions can be cut if that input's longest text is so long and others are empty. */
  private int removable(int input, int own) {
    int group = root(input);
    if (whole[group]) {
      return 0;
    }
    int[][] middles = middles(input, own);
    int most = Integer.MAX_VALUE;
    int strides = 1;
    for (int value = 0; value < sequences.length; value++) {
      Sequence sequence = sequences[value];
      if (sequence.isOf(value) && root(sequence.group()) == group) {
        strides *= sequence.step() / greatestCommonDivisor(strides, sequence.step());
        int spare = middles[value][1] - middles[value][0] - 1;
        most = Math.min(most, Math.max(0, spare) * sequence.step());
      }
    }
    int length = network.shape(input).dimension(0);
    int grain = strides * Math.max(1, -Math.floorDiv(-length, LENGTHS * strides));
    return most - most % grain;
  }

  private static int greatestCommonDivisor(int one, int other) {
    return other == 0 ? one : greatestCommonDivisor(other, one % other);
  }

  /** Where each value's middle begins and ends; empty ones may end before they begin. */
  private int[][] middles(int input, int own) {
    int[][] middles = new int[sequences.length][2];
    for (int i = 0; i < parents.length; i++) {
      if (!sequences[i].isNone()) {
        int length = network.shape(i).dimension(0);
        int tokens = i == input ? own : 0;
        boolean after = padding(i) == Side.POST;
        middles[i] = new int[] {after ? tokens : 0, after ? length : length - tokens};
      }
    }
    for (Node node : network.nodes()) {
      Sequence sequence = sequences[node.value()];
      if (sequence.isOf(node.value())) {
        middles[node.value()] = middle(node, middles);
      }
    }
    return middles;
  }

  private static int[] middle(Node node, int[][] middles) {
    int from = 0;
    int to = Integer.MAX_VALUE;
    for (int operand : node.operands()) {
      from = Math.max(from, middles[operand][0]);
      to = Math.min(to, middles[operand][1]);
    }
    if (node.layer() instanceof Layer.Sliding) {
      Windows.Axis axis = Windows.of(node).across();
      return new int[] {axis.firstFrom(from), axis.lastUntil(to) + 1};
    }
    return new int[] {from, to};
  }

  /** Whether a value has positions of which some may be cut. */
  public boolean cuts(int value) {
    Sequence sequence = sequences[value];
    return sequence.isOf(value) && !whole[root(sequence.group())];
  }

  /** Whether a node's result depends on the number of its input's positions, which may be cut. */
  boolean countsPositions(Node node) {
    if (node.layer() instanceof Layer.Parallel || !cuts(node.operand())) {
      return false;
    }
    return node.layer() instanceof Layer.GlobalAveragePool
        || (training
            && (node.layer() instanceof Layer.GlobalMaxPool
                || node.layer() instanceof Layer.BatchNorm));
  }

  /**
   * The dense layers that read flattened positions of which some may be cut, and the values that
   * have these.
   */
  public Map<Node, Integer> flattened() {
    return Collections.unmodifiableMap(flattened);
  }

  /**
   * How many positions are cut of each input, for texts that are at most so long.
   *
   * @param longest by the number of the input
   */
  int[] cut(int[] longest) {
    int[] cut = new int[parents.length];
    Arrays.fill(cut, Integer.MAX_VALUE);
    for (int input = 0; input < cut.length; input++) {
      int most =
          sequences[input].isNone()
              ? 0
              : removable[input][Math.min(longest[input], removable[input].length - 1)];
      cut[root(input)] = Math.min(cut[root(input)], most);
    }
    for (int input = 0; input < cut.length; input++) {
      cut[input] = cut[root(input)];
    }
    return cut;
  }

  /** How many positions are cut of a value. */
  int cut(int value, int[] inputs) {
    Sequence sequence = sequences[value];
    return sequence.isNone() ? 0 : inputs[root(sequence.group())] / sequence.step();
  }

  /** Which position stands for so many that are cut of a value, counted in the short row. */
  int standIn(int value, int cut) {
    Sequence sequence = sequences[value];
    return padding(sequence.group()) == Side.POST
        ? network.shape(value).dimension(0) - cut - edges[value] - 1
        : edges[value];
  }
}
