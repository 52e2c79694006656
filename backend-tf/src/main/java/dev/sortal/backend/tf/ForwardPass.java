package dev.sortal.backend.tf;

import dev.sortal.engine.GraphFeeds;
import dev.sortal.engine.Shortening;
import dev.sortal.spec.Activation;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Windows;
import dev.sortal.tensor.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Adds the forward computation of a network to a graph.
 *
 * <p>Values are channels last, [rows, ..].
 */
final class ForwardPass implements Layer.Visitor<Node, Operand<TFloat32>> {
  /** The number of rows: known when a batch comes. */
  private static final int ROWS = -1;

  /** A number of positions that is known when a batch comes. */
  private static final int UNKNOWN = -1;

  /** What a forward pass is for. */
  private enum Mode {
    TRAINING,
    /** Of weights that are trained elsewhere. */
    EVALUATION,
    /** Of weights that stay. */
    SERVING
  }

  private final Ops tf;
  private final Parameters parameters;
  private final Network network;
  private final Shortening shortening;
  private final Mode mode;
  private final Set<String> trained;
  private final Map<String, Operand<? extends TType>> feeds = new LinkedHashMap<>();
  private final Map<Integer, Operand<TFloat32>> values = new HashMap<>();
  private final Map<Node, Operand<TFloat32>> masks = new HashMap<>();
  private final Map<Integer, Operand<TInt32>> ids = new HashMap<>();
  private final Map<Integer, BagGraph> bags = new HashMap<>();
  private final Map<Parameter, Operand<TFloat32>> statistics = new LinkedHashMap<>();

  private ForwardPass(
      Ops tf,
      Network network,
      Parameters parameters,
      Shortening shortening,
      Mode mode,
      Set<String> trained) {
    this.tf = tf;
    this.parameters = parameters;
    this.network = network;
    this.shortening = shortening;
    this.mode = mode;
    this.trained = trained;
    for (int i = 0; i < network.inputs().size(); i++) {
      addInput(i, network.inputs().get(i));
    }
    for (Node node : network.nodes()) {
      values.put(node.value(), node.layer().accept(this, node));
    }
  }

  /**
   * Adds the whole network as it trains the parameters of these names.
   *
   * @param shortening how the rows are laid out that are fed
   */
  static ForwardPass training(
      Ops tf, Network network, Parameters parameters, Shortening shortening, Set<String> trained) {
    return new ForwardPass(tf, network, parameters, shortening, Mode.TRAINING, trained);
  }

  /**
   * Adds the whole network without dropout and by moving statistics, with weights that a training
   * changes.
   *
   * @param shortening how the rows are laid out that are fed
   */
  static ForwardPass evaluation(
      Ops tf, Network network, Parameters parameters, Shortening shortening) {
    return new ForwardPass(tf, network, parameters, shortening, Mode.EVALUATION, Set.of());
  }

  /**
   * Adds the whole network as it serves, without dropout and by moving statistics; the weights of
   * {@link Shortening#flattened} are fed by their names, folded.
   *
   * @param shortening how the rows are laid out that are fed
   */
  static ForwardPass serving(
      Ops tf, Network network, Parameters parameters, Shortening shortening) {
    return new ForwardPass(tf, network, parameters, shortening, Mode.SERVING, Set.of());
  }

  private void addInput(int number, Input input) {
    if (input instanceof Input.Values numbers) {
      Operand<TFloat32> value = placeholder(tf, numbers.shape());
      values.put(number, value);
      feeds.put(input.name(), value);
    } else if (input instanceof Input.Tokens tokens) {
      Operand<TInt32> value =
          tf.placeholder(
              TInt32.class,
              Placeholder.shape(
                  org.tensorflow.ndarray.Shape.of(
                      ROWS, shortening.cuts(number) ? UNKNOWN : tokens.length())));
      ids.put(number, value);
      feeds.put(input.name(), value);
    } else {
      BagGraph graph = new BagGraph(tf, (Input.Bags) input, shortening.cuts(number));
      bags.put(number, graph);
      feeds.putAll(graph.feeds());
    }
  }

  /** Rows of floats that are fed: {@code [rows, shape..]}. */
  static Operand<TFloat32> placeholder(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(withRows(shape)));
  }

  private static org.tensorflow.ndarray.Shape withRows(Shape shape) {
    long[] dimensions = new long[shape.rank() + 1];
    dimensions[0] = ROWS;
    for (int axis = 0; axis < shape.rank(); axis++) {
      dimensions[axis + 1] = shape.dimension(axis);
    }
    return org.tensorflow.ndarray.Shape.of(dimensions);
  }

  /** What is fed of a batch, by the names of {@link dev.sortal.engine.GraphFeeds}. */
  Map<String, Operand<? extends TType>> feeds() {
    return feeds;
  }

  /** The ids that an embedding looks up. */
  Operand<TInt32> ids(Node embedding) {
    return Objects.requireNonNull(ids.get(embedding.operand()));
  }

  /** The bags that a layer embeds. */
  BagGraph bags(Node embeddingBag) {
    return Objects.requireNonNull(bags.get(embeddingBag.operand()));
  }

  /** The factors that are fed for a dropout layer. */
  Operand<TFloat32> mask(Node dropout) {
    return Objects.requireNonNull(masks.get(dropout));
  }

  /** For each moving statistic that follows the batch that of the batch: {@code [channels]}. */
  Map<Parameter, Operand<TFloat32>> statistics() {
    return statistics;
  }

  /** A value of the network by its number. */
  Operand<TFloat32> value(int number) {
    return Objects.requireNonNull(values.get(number));
  }

  private Operand<TFloat32> operand(Node node) {
    return value(node.operand());
  }

  @Override
  public Operand<TFloat32> embedding(Layer.Embedding layer, Node node) {
    return parameters.rows(node.weight(), ids(node));
  }

  @Override
  public Operand<TFloat32> embeddingBag(Layer.EmbeddingBag layer, Node node) {
    BagGraph graph = bags(node);
    Operand<TFloat32> rows = parameters.rows(node.weight(), graph.ids());
    return graph.embedded(rows, layer);
  }

  @Override
  public Operand<TFloat32> conv1d(Layer.Conv1d layer, Node node) {
    Operand<TFloat32> kernel = tf.expandDims(parameters.value(node.weight()), tf.constant(0));
    return asSequence(convolution(layer.activation(), asMap(node), kernel, node));
  }

  @Override
  public Operand<TFloat32> conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), operand(node), parameters.value(node.weight()), node);
  }

  /** Sequences as maps of height 1. */
  private Operand<TFloat32> asMap(Node node) {
    return tf.expandDims(operand(node), tf.constant(1));
  }

  private Operand<TFloat32> asSequence(Operand<TFloat32> map) {
    return tf.squeeze(map, org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
  }

  private Operand<TFloat32> convolution(
      Activation activation, Operand<TFloat32> map, Operand<TFloat32> kernel, Node node) {
    Windows windows = Windows.of(node);
    Padding padding = windows.across().padding();
    Operand<TFloat32> input = map;
    if (padding == Padding.FULL) {
      int down = windows.down().before();
      int across = windows.across().before();
      input =
          tf.pad(
              map,
              tf.constant(new int[][] {{0, 0}, {down, down}, {across, across}, {0, 0}}),
              tf.constant(0f));
    }
    Operand<TFloat32> sums =
        tf.nn.conv2d(
            input,
            kernel,
            List.of(1L, (long) windows.down().stride(), (long) windows.across().stride(), 1L),
            name(padding));
    // The engine fuses bias and activation into the convolution where they follow at once.
    return activate(activation, tf.nn.biasAdd(sums, parameters.value(node.bias())));
  }

  /** FULL is VALID after its zeros were added. */
  private static String name(Padding padding) {
    return padding == Padding.SAME ? "SAME" : "VALID";
  }

  @Override
  public Operand<TFloat32> maxPool1d(Layer.MaxPool1d layer, Node node) {
    return asSequence(maxPool(asMap(node), Windows.of(node)));
  }

  @Override
  public Operand<TFloat32> maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(operand(node), Windows.of(node));
  }

  private Operand<TFloat32> maxPool(Operand<TFloat32> map, Windows windows) {
    return tf.nn.maxPool(
        map,
        tf.constant(new int[] {1, windows.down().size(), windows.across().size(), 1}),
        tf.constant(new int[] {1, windows.down().stride(), windows.across().stride(), 1}),
        name(windows.across().padding()));
  }

  /** The engine does not count padding either. */
  @Override
  public Operand<TFloat32> averagePool2d(Layer.AveragePool2d layer, Node node) {
    return tf.nn.avgPool(
        operand(node),
        List.of(1L, (long) layer.height(), (long) layer.width(), 1L),
        List.of(1L, (long) layer.strideDown(), (long) layer.strideAcross(), 1L),
        name(layer.padding()));
  }

  /**
   * Where positions are cut, what stands for several of them counts as these among equal maxima,
   * which share the gradient.
   */
  @Override
  public Operand<TFloat32> globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    Operand<TFloat32> x = operand(node);
    Operand<TInt32> axes = positionAxes(node);
    if (mode != Mode.TRAINING || !shortening.cuts(node.operand())) {
      return tf.reduceMax(x, axes);
    }
    Operand<TFloat32> largest = tf.reduceMax(x, axes, ReduceMax.keepDims(true));
    Operand<TFloat32> holders =
        tf.math.mul(tf.dtypes.cast(tf.math.equal(x, largest), TFloat32.class), shares(node));
    Operand<TFloat32> all = tf.reduceSum(holders, axes, ReduceSum.keepDims(true));
    return tf.reduceSum(tf.math.mul(x, tf.stopGradient(tf.math.div(holders, all))), axes);
  }

  @Override
  public Operand<TFloat32> globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    if (layer.scope() == PoolScope.TOKENS || shortening.cuts(node.operand())) {
      return tf.reduceSum(tf.math.mul(operand(node), shares(node)), positionAxes(node));
    }
    return tf.math.mean(operand(node), positionAxes(node));
  }

  /** What each position adds to an average, fed: {@code [rows, positions, 1]}. */
  private Operand<TFloat32> shares(Node node) {
    int positions = shortening.cuts(node.operand()) ? UNKNOWN : node.input().dimension(0);
    Operand<TFloat32> shares =
        tf.placeholder(
            TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(ROWS, positions, 1)));
    feeds.put(node.path() + GraphFeeds.SHARES, shares);
    return shares;
  }

  /** All axes but those of rows and channels. */
  private Operand<TInt32> positionAxes(Node pool) {
    return tf.constant(IntStream.range(1, pool.input().rank()).toArray());
  }

  @Override
  public Operand<TFloat32> flatten(Layer.Flatten layer, Node node) {
    if (shortening.cuts(node.operand())) {
      Operand<TInt32> rows =
          tf.gather(tf.shape(operand(node)), tf.constant(new int[] {0}), tf.constant(0));
      return tf.reshape(
          operand(node),
          tf.concat(List.of(rows, tf.constant(new int[] {UNKNOWN})), tf.constant(0)));
    }
    return tf.reshape(operand(node), tf.constant(new int[] {ROWS, node.input().size()}));
  }

  @Override
  public Operand<TFloat32> dense(Layer.Dense layer, Node node) {
    Operand<TFloat32> sums =
        tf.linalg.matMul(operand(node), denseWeight(node), MatMul.transposeB(true));
    return activate(layer.activation(), tf.nn.biasAdd(sums, parameters.value(node.bias())));
  }

  private Operand<TFloat32> denseWeight(Node node) {
    Parameter weight = node.weight();
    if (!shortening.flattened().containsKey(node)) {
      return parameters.value(weight);
    }
    int units = node.output().size();
    if (mode == Mode.SERVING) {
      Operand<TFloat32> folded =
          tf.placeholder(
              TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(units, UNKNOWN)));
      feeds.put(weight.name(), folded);
      return folded;
    }
    Operand<TInt32> sizes =
        tf.placeholder(TInt32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(3)));
    feeds.put(weight.name() + Feeds.FOLD, sizes);
    return folded(
        parameters.value(weight),
        units,
        network.shape(Objects.requireNonNull(shortening.flattened().get(node))).last(),
        sizes);
  }

  /** Adds up the weights of the positions that became one: {@link dev.sortal.engine.Fold}. */
  private Operand<TFloat32> folded(
      Operand<TFloat32> weight, int units, int channels, Operand<TInt32> sizes) {
    Operand<TInt32> axis = tf.constant(1);
    Operand<TFloat32> byPosition =
        tf.reshape(weight, tf.constant(new int[] {units, UNKNOWN, channels}));
    List<Output<TFloat32>> parts = tf.splitV(byPosition, sizes, axis, 3L).output();
    Operand<TFloat32> sum = tf.reduceSum(parts.get(1), axis, ReduceSum.keepDims(true));
    return tf.reshape(
        tf.concat(List.of(parts.get(0), sum, parts.get(2)), axis),
        tf.constant(new int[] {units, UNKNOWN}));
  }

  @Override
  public Operand<TFloat32> dropout(Layer.Dropout layer, Node node) {
    if (mode != Mode.TRAINING || layer.rate() == 0) {
      return operand(node);
    }
    int[] shape = node.input().toArray();
    if (layer.unit() == DropoutUnit.POSITIONS) {
      shape[shape.length - 1] = 1;
    }
    Operand<TFloat32> mask = placeholder(tf, Shape.of(shape));
    masks.put(node, mask);
    return tf.math.mul(operand(node), mask);
  }

  @Override
  public Operand<TFloat32> batchNorm(Layer.BatchNorm layer, Node node) {
    Operand<TFloat32> x = operand(node);
    Operand<TFloat32> mean;
    Operand<TFloat32> variance;
    if (node.normalisesByBatch(trained)) {
      UnaryOperator<Operand<TFloat32>> average = average(node);
      mean = average.apply(x);
      variance = average.apply(tf.math.squaredDifference(x, mean));
      statistics.put(node.movingMean(), mean);
      statistics.put(node.movingVariance(), variance);
    } else {
      mean = parameters.value(node.movingMean());
      variance = parameters.value(node.movingVariance());
    }
    Operand<TFloat32> slope =
        tf.math.mul(
            tf.math.rsqrt(tf.math.add(variance, tf.constant((float) layer.epsilon()))),
            parameters.value(node.weight()));
    return tf.math.add(tf.math.mul(tf.math.sub(x, mean), slope), parameters.value(node.bias()));
  }

  /** Of each channel over all rows and positions. */
  private UnaryOperator<Operand<TFloat32>> average(Node node) {
    Operand<TInt32> axes = tf.constant(IntStream.range(0, node.input().rank()).toArray());
    if (!shortening.cuts(node.operand())) {
      return x -> tf.math.mean(x, axes);
    }
    Operand<TFloat32> shares = shares(node);
    return x ->
        tf.math.mean(
            tf.reduceSum(tf.math.mul(x, shares), tf.constant(1)), tf.constant(new int[] {0}));
  }

  @Override
  public Operand<TFloat32> parallel(Layer.Parallel layer, Node node) {
    List<Operand<TFloat32>> branches = node.operands().stream().map(this::value).toList();
    if (branches.size() == 1) {
      return branches.get(0);
    }
    return layer.join() == Join.ADD
        ? tf.math.addN(branches)
        : tf.concat(branches, tf.constant(node.output().rank()));
  }

  private Operand<TFloat32> activate(Activation activation, Operand<TFloat32> x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> tf.nn.relu(x);
      case TANH -> tf.math.tanh(x);
      case SIGMOID -> tf.math.sigmoid(x);
      case GELU -> tf.math.mul(x, gaussianShare(x));
    };
  }

  /** (1 + erf(x / sqrt 2)) / 2. */
  private Operand<TFloat32> gaussianShare(Operand<TFloat32> x) {
    Operand<TFloat32> erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
    return tf.math.mul(tf.math.add(erf, tf.constant(1f)), tf.constant(0.5f));
  }
}
