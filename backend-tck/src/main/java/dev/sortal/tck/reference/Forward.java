package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import dev.sortal.spi.Column;
import dev.sortal.update.DropoutMask;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One forward pass of a batch; every value is kept, as {@code values[number][row * size +
 * element]}.
 *
 * <p>Behaviours that mutants change are protected methods.
 */
class Forward implements Layer.Visitor<Node, double[]> {
  final Pass pass;
  final Network network;
  final Map<String, double[]> parameters;
  final int rows;
  final double[][] values;
  final double[][] beforeActivation;

  /** The bags of each input of bags, by its number. */
  final Map<Integer, Bags> bags = new HashMap<>();

  /** The tokens or bags of each row before padding, by the number of the input. */
  private final Map<Integer, int[]> counts = new HashMap<>();

  /** For each batch normalisation what it normalised by. */
  final Map<Node, Statistics> statistics = new HashMap<>();

  /** Runs the pass. */
  Forward(Pass pass) {
    this.pass = pass;
    this.network = pass.network();
    this.parameters = pass.parameters();
    this.rows = pass.batch().rows();
    int inputs = network.inputs().size();
    values = new double[inputs + network.nodes().size()][];
    beforeActivation = new double[values.length][];
    for (int i = 0; i < inputs; i++) {
      values[i] = input(network.inputs().get(i), pass.batch().columns().get(i), i);
    }
    for (Node node : network.nodes()) {
      values[node.value()] = node.layer().accept(this, node);
    }
  }

  double[] logits() {
    return values[network.result()];
  }

  private double[] input(Input input, Column column, int number) {
    if (input instanceof Input.Tokens tokens && column instanceof Column.Ids ids) {
      counts.put(number, counts(ids.rowOffsets()));
      return padded(tokens, ids);
    }
    if (input instanceof Input.Bags weighted && column instanceof Column.Bags bagColumn) {
      Bags read = new Bags(weighted, side(weighted.padding()), bagColumn, rows);
      bags.put(number, read);
      counts.put(number, counts(bagColumn.rowOffsets()));
      return read.ids();
    }
    if (input instanceof Input.Values numbers && column instanceof Column.Floats floats) {
      double[] values = new double[rows * numbers.shape().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.values().get(i);
      }
      return values;
    }
    throw new BackendException(
        "Backend \"reference\" cannot read the column of input \""
            + input.name()
            + "\": expected data for "
            + input
            + ", got "
            + column
            + ".");
  }

  private int[] counts(IntBuffer rowOffsets) {
    int[] counts = new int[rows];
    for (int row = 0; row < rows; row++) {
      counts[row] = rowOffsets.get(row + 1) - rowOffsets.get(row);
    }
    return counts;
  }

  private double[] padded(Input.Tokens input, Column.Ids column) {
    double[] ids = new double[rows * input.length()];
    for (int row = 0; row < rows; row++) {
      int from = column.rowOffsets().get(row);
      int count = column.rowOffsets().get(row + 1) - from;
      int start = row * input.length();
      int at = side(input.padding()) == Side.PRE ? start + input.length() - count : start;
      for (int i = 0; i < count; i++) {
        ids[at + i] = column.ids().get(from + i);
      }
    }
    return ids;
  }

  protected Side side(Side padding) {
    return padding;
  }

  double[] parameter(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  @Override
  public double[] embedding(Layer.Embedding layer, Node node) {
    double[] table = parameter(node.weight().name());
    double[] ids = values[node.operand()];
    double[] out = new double[ids.length * layer.width()];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, (int) ids[i] * layer.width(), out, i * layer.width(), layer.width());
    }
    return out;
  }

  @Override
  public double[] embeddingBag(Layer.EmbeddingBag layer, Node node) {
    double[] table = parameter(node.weight().name());
    Bags read = bagsOf(node);
    double[] out = new double[read.count() * layer.width()];
    for (int bag = 0; bag < read.count(); bag++) {
      double divisor = divisor(layer.mode(), read.bag(bag));
      for (Bags.Item item : read.bag(bag)) {
        for (int j = 0; j < layer.width(); j++) {
          out[bag * layer.width() + j] +=
              factor(item, divisor) * table[item.id() * layer.width() + j];
        }
      }
    }
    return out;
  }

  Bags bagsOf(Node node) {
    return Objects.requireNonNull(bags.get(node.operand()));
  }

  /** What the sum of a bag is divided by; 0 for a mean of weights that cancel out. */
  protected double divisor(BagMode mode, List<Bags.Item> bag) {
    return mode == BagMode.SUM ? 1 : bag.stream().mapToDouble(Bags.Item::weight).sum();
  }

  /** What an id's vector is multiplied by. */
  protected double factor(Bags.Item item, double divisor) {
    return divisor == 0 ? 0 : item.weight() / divisor;
  }

  @Override
  public double[] conv1d(Layer.Conv1d layer, Node node) {
    return convolution(layer.activation(), layer.filters(), node);
  }

  @Override
  public double[] conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), layer.filters(), node);
  }

  private double[] convolution(Activation activation, int filters, Node node) {
    Windows windows = Windows.of(node);
    double[] weight = parameter(node.weight().name());
    double[] bias = parameter(node.bias().name());
    double[] in = values[node.operand()];
    int channels = windows.channels();
    double[] sums = new double[rows * windows.count() * filters];
    for (int i = 0; i < sums.length; i++) {
      int f = i % filters;
      double sum = bias(bias[f]);
      for (int place = 0; place < windows.size(); place++) {
        int position = position(windows, i / filters, place);
        for (int c = 0; position >= 0 && c < channels; c++) {
          sum += in[position * channels + c] * weight[tap(windows, f, c, place)];
        }
      }
      sums[i] = sum;
    }
    beforeActivation[node.value()] = sums;
    return activated(activation, sums);
  }

  /**
   * The position of all rows' inputs that a place of a window holds; negative in the padding.
   *
   * @param window counted over all rows
   */
  int position(Windows windows, int window, int place) {
    int inRow = window % windows.count();
    int y = position(windows.down(), inRow / windows.across().count());
    int x = position(windows.across(), inRow % windows.across().count());
    y += place / windows.across().size();
    x += place % windows.across().size();
    int height = windows.down().length();
    int width = windows.across().length();
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? (window / windows.count() * height + y) * width + x : -1;
  }

  private int position(Windows.Axis axis, int window) {
    return start(axis.padding(), axis.length(), axis.size(), axis.stride(), window);
  }

  /** Where the weight [filters, channels, places] of a filter, channel and place stands. */
  int tap(Windows windows, int filter, int channel, int place) {
    return (filter * windows.channels() + channel) * windows.size() + tap(place, windows.size());
  }

  protected double bias(double bias) {
    return bias;
  }

  protected int tap(int place, int kernel) {
    return place;
  }

  /** The position of the first element of a window; below 0 within the padding. */
  protected int start(Padding padding, int length, int size, int stride, int window) {
    return window * stride - padding.before(length, size, stride);
  }

  private double[] activated(Activation activation, double[] sums) {
    double[] out = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      out[i] = activate(activation, sums[i]);
    }
    return out;
  }

  protected double activate(Activation activation, double sum) {
    return Arithmetic.activate(activation, sum);
  }

  @Override
  public double[] maxPool1d(Layer.MaxPool1d layer, Node node) {
    return maxPool(node);
  }

  @Override
  public double[] maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(node);
  }

  private double[] maxPool(Node node) {
    double[] out = new double[rows * node.output().size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[node.operand()][firstLargest(node, i)];
    }
    return out;
  }

  /** The element of the input that gives an element of a pool's output. */
  int firstLargest(Node node, int element) {
    Windows windows = Windows.of(node);
    double[] in = values[node.operand()];
    int channels = windows.channels();
    int best = -1;
    for (int place = 0; place < windows.size(); place++) {
      int position = position(windows, element / channels, place);
      int at = position * channels + element % channels;
      if (position >= 0 && (best < 0 || isLarger(in[at], in[best]))) {
        best = at;
      }
    }
    return best;
  }

  @Override
  public double[] averagePool2d(Layer.AveragePool2d layer, Node node) {
    Windows windows = Windows.of(node);
    int channels = windows.channels();
    double[] out = new double[rows * node.output().size()];
    for (int i = 0; i < out.length; i++) {
      for (int place = 0; place < windows.size(); place++) {
        int position = position(windows, i / channels, place);
        if (position >= 0) {
          out[i] += values[node.operand()][position * channels + i % channels];
        }
      }
      out[i] *= share(windows, i / channels);
    }
    return out;
  }

  /** One over the number of a window's places that are no padding. */
  protected double share(Windows windows, int window) {
    int filled = 0;
    for (int place = 0; place < windows.size(); place++) {
      filled += position(windows, window, place) >= 0 ? 1 : 0;
    }
    return 1.0 / filled;
  }

  protected boolean isLarger(double later, double best) {
    return later > best;
  }

  @Override
  public double[] globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    double[] in = values[node.operand()];
    int channels = node.input().last();
    double[] out = new double[rows * channels];
    Arrays.fill(out, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < in.length; i++) {
      int at = i / node.input().size() * channels + i % channels;
      out[at] = Math.max(out[at], in[i]);
    }
    return out;
  }

  @Override
  public double[] globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    double[] in = values[node.operand()];
    int channels = node.input().last();
    double[] out = new double[rows * channels];
    for (int i = 0; i < in.length; i++) {
      int at = i / node.input().size() * channels + i % channels;
      out[at] += in[i] * share(layer, node, i);
    }
    return out;
  }

  /** What an element adds to its average. */
  double share(Layer.GlobalAveragePool layer, Node node, int element) {
    int positions = node.input().size() / node.input().last();
    int position = element / node.input().last() % positions;
    if (layer.scope() == PoolScope.ALL) {
      return 1.0 / positions;
    }
    int count = 0;
    Side side = Side.POST;
    for (int origin : network.origins(node.operand())) {
      int own = Objects.requireNonNull(counts.get(origin))[element / node.input().size()];
      count = Math.max(count, own);
      side = side(paddingOf(network.inputs().get(origin)));
    }
    int place = side == Side.PRE ? positions - 1 - position : position;
    return isOwn(place, count) ? tokenShare(count, positions) : 0;
  }

  private static Side paddingOf(Input input) {
    return input instanceof Input.Tokens tokens ? tokens.padding() : ((Input.Bags) input).padding();
  }

  /** Whether the position at that place, counted from the side of the text, is a row's own. */
  protected boolean isOwn(int place, int own) {
    return place < own;
  }

  /** What each of a row's own positions adds to its average. */
  protected double tokenShare(int own, int positions) {
    return 1.0 / own;
  }

  @Override
  public double[] flatten(Layer.Flatten layer, Node node) {
    return values[node.operand()];
  }

  @Override
  public double[] dense(Layer.Dense layer, Node node) {
    double[] weight = parameter(node.weight().name());
    double[] bias = parameter(node.bias().name());
    double[] in = values[node.operand()];
    int width = node.input().size();
    double[] sums = new double[rows * layer.units()];
    for (int row = 0; row < rows; row++) {
      for (int u = 0; u < layer.units(); u++) {
        double sum = bias(bias[u]);
        for (int i = 0; i < width; i++) {
          sum += in[row * width + i] * weight[u * width + i];
        }
        sums[row * layer.units() + u] = sum;
      }
    }
    beforeActivation[node.value()] = sums;
    return activated(layer.activation(), sums);
  }

  @Override
  public double[] dropout(Layer.Dropout layer, Node node) {
    float[] mask = mask(layer, node);
    double[] in = values[node.operand()];
    double[] out = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i] * mask[i / unit(layer, node)];
    }
    return out;
  }

  /** How many neighbouring elements a dropout layer drops together. */
  protected int unit(Layer.Dropout layer, Node node) {
    return layer.unit() == DropoutUnit.POSITIONS ? node.input().last() : 1;
  }

  /** The factors of a dropout layer, one for each unit: ones in evaluation. */
  protected float[] mask(Layer.Dropout layer, Node node) {
    float[] mask = new float[rows * node.input().size() / unit(layer, node)];
    if (!pass.isTraining() || layer.rate() == 0) {
      Arrays.fill(mask, 1);
    } else {
      DropoutMask.fill(pass.seed(), pass.step(), node.index(), layer.rate(), mask, mask.length);
    }
    return mask;
  }

  @Override
  public double[] batchNorm(Layer.BatchNorm layer, Node node) {
    Statistics by = statistics(node);
    statistics.put(node, by);
    double[] gamma = parameter(node.weight().name());
    double[] beta = parameter(node.bias().name());
    double[] in = values[node.operand()];
    double[] out = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      int c = i % gamma.length;
      out[i] = gamma[c] * by.normalised(in[i], c, layer.epsilon()) + bias(beta[c]);
    }
    return out;
  }

  /** What a batch normalisation normalises by. */
  private Statistics statistics(Node node) {
    return normalisesByBatch(node)
        ? Statistics.of(values[node.operand()], node.input().last())
        : new Statistics(
            parameter(node.movingMean().name()), parameter(node.movingVariance().name()), 0);
  }

  protected boolean normalisesByBatch(Node node) {
    return pass.isTraining() && node.normalisesByBatch(pass.trained());
  }

  @Override
  public double[] parallel(Layer.Parallel layer, Node node) {
    double[] out = new double[rows * node.output().size()];
    int offset = 0;
    for (int operand : node.operands()) {
      for (int i = 0; i < values[operand].length; i++) {
        out[joined(layer, node, operand, offset, i)] += values[operand][i];
      }
      offset += network.shape(operand).last();
    }
    return out;
  }

  /** Where an element of a branch lies in the joined output. */
  int joined(Layer.Parallel layer, Node node, int operand, int offset, int element) {
    if (layer.join() == Join.ADD) {
      return element;
    }
    int channels = network.shape(operand).last();
    return element / channels * node.output().last() + offset + element % channels;
  }
}
