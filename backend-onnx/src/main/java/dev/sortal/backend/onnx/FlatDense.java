package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import dev.sortal.engine.Extent;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer over the positions of a packed value side by side.
 *
 * <p>From some position to another all rows of a batch have the same vector c, from the middle of
 * the blank row. The layer multiplies the positions outside of that range; within it the blocks of
 * its weight are added up, and c times their sum is one more bias. Positions outside are taken in
 * the order [end, positions), [0, from).
 */
final class FlatDense {
  private final Node node;
  private final int value;
  private final int channels;
  private final int units;
  private final @Nullable ServedWeight served;
  private @Nullable String outsideGradient;
  private @Nullable String commonGradient;

  /**
   * A layer.
   *
   * @param value the packed value that is flattened
   * @param served the weight where it does not change any more
   */
  FlatDense(Node node, int value, int channels, @Nullable ServedWeight served) {
    this.node = node;
    this.value = value;
    this.channels = channels;
    this.units = node.output().dimension(0);
    this.served = served;
  }

  /** Where the common range begins; at least one position stays outside of it. */
  static int from(Extent in) {
    boolean endsAtEnd = in.padding() == Side.POST && in.commonEnd() == in.positions();
    return endsAtEnd ? Math.max(1, in.commonFrom()) : in.commonFrom();
  }

  /** Where the common range ends. */
  static int end(Extent in) {
    return from(in) == 0 ? Math.min(in.commonEnd(), in.positions() - 1) : in.commonEnd();
  }

  /** How many positions are outside of the common range. */
  static int outside(Extent in) {
    return in.positions() - end(in) + from(in);
  }

  /** The first position outside of the common range. */
  private int first(Extent in) {
    boolean isEmpty = from(in) == end(in);
    return isEmpty ? served == null ? 0 : served.start() : end(in);
  }

  /** The positions outside of the common range: [rows, outside]. */
  String index(Feeds feeds) {
    return feeds.index(
        "flat." + value,
        (batch, into) -> {
          Extent in = batch.extent(value);
          int outside = outside(in);
          int first = first(in);
          int[] index = into.ints(in.rows(), outside);
          int at = 0;
          for (int row = 0; row < in.rows(); row++) {
            for (int i = first; i < first + outside; i++) {
              index[at++] = in.at(row, i < in.positions() ? i : i - in.positions());
            }
          }
        },
        Graph.ROWS,
        Graph.ANY);
  }

  /** Where the vector of the common range is stored; any blank one, if the range is empty: [1]. */
  String common(Feeds feeds) {
    return feeds.index(
        "common." + value,
        (batch, into) -> {
          Extent in = batch.extent(value);
          boolean isEmpty = from(in) == end(in);
          int any = Math.min(in.blankStart(), in.stored() - 1);
          into.ints(1)[0] = isEmpty ? any : in.at(in.rows(), from(in));
        },
        1);
  }

  /** Whether the weights are [inputs, units], else [units, inputs]. */
  boolean hasInputsFirst() {
    return served != null;
  }

  /** The weight outside of the common range. */
  String outsideWeight(Feeds feeds) {
    String name = "outside." + node.index();
    ServedWeight still = served;
    if (still != null) {
      return feeds.weights(
          name,
          (batch, into) -> {
            Extent in = batch.extent(value);
            into.share(still.outside(first(in), outside(in)));
          },
          Graph.ANY,
          units);
    }
    return feeds.parameters(
        name,
        (batch, into) -> {
          Extent in = batch.extent(value);
          float[] weight = batch.values(node.weight().name());
          int row = in.positions() * channels;
          int width = outside(in) * channels;
          int last = Math.min(width, row - first(in) * channels);
          FloatBuffer outside = into.memory(units, width);
          for (int unit = 0; unit < units; unit++) {
            int to = unit * width;
            outside.put(to, weight, unit * row + first(in) * channels, last);
            outside.put(to + last, weight, unit * row, width - last);
          }
        },
        units,
        Graph.ANY);
  }

  /** The blocks of the weight in the common range added up. */
  String commonWeight(Feeds feeds) {
    String name = "within." + node.index();
    ServedWeight still = served;
    if (still != null) {
      return feeds.weights(
          name,
          (batch, into) -> {
            Extent in = batch.extent(value);
            into.share(still.within(first(in), outside(in)));
          },
          channels,
          units);
    }
    return feeds.parameters(
        name,
        (batch, into) -> {
          Extent in = batch.extent(value);
          float[] weight = batch.values(node.weight().name());
          int row = in.positions() * channels;
          float[] sums = into.floats(units, channels);
          for (int unit = 0; unit < units; unit++) {
            int from = unit * row + from(in) * channels;
            sumBlocks(weight, from, unit * row + end(in) * channels, sums, unit * channels);
          }
        },
        units,
        channels);
  }

  private void sumBlocks(float[] weight, int from, int end, float[] into, int at) {
    for (int c = 0; c < channels; c++) {
      float sum = 0;
      for (int i = from + c; i < end; i += channels) {
        sum += weight[i];
      }
      into[at + c] = sum;
    }
  }

  /** The positions that {@link #index} and {@link #common} read. */
  List<String> read(Feeds feeds) {
    return List.of(index(feeds), common(feeds));
  }

  /** The gradients of the weight outside of the common range, and of each block within. */
  void setGradients(String outside, String within) {
    outsideGradient = outside;
    commonGradient = within;
  }

  /** Makes the gradients outputs of a graph. */
  void output(Graph graph) {
    graph.output(Objects.requireNonNull(outsideGradient), outsideName(), units, Graph.ANY);
    graph.output(Objects.requireNonNull(commonGradient), commonName(), units, channels);
  }

  private String outsideName() {
    return TrainingGraph.gradientName(node.weight().name()) + ".outside";
  }

  private String commonName() {
    return TrainingGraph.gradientName(node.weight().name()) + ".within";
  }

  /** The layer. */
  Node node() {
    return node;
  }

  /** The packed value that it reads. */
  int value() {
    return value;
  }

  /** The gradient of the weight of one training. */
  final class Gradient implements AutoCloseable {
    private final Fed outside = new Fed();
    private final Fed within = new Fed();

    /** Makes room for a batch. */
    void addTo(Map<String, OnnxTensor> run, GraphInputs batch) {
      Extent in = batch.extent(value);
      run.put(outsideName(), outside.result(units, (long) outside(in) * channels));
      run.put(commonName(), within.result(units, channels));
    }

    /** Gives the gradient to the updater. */
    void give(GraphInputs batch, Updater updater) {
      float[] into = updater.gradient(node.weight().name());
      Extent in = batch.extent(value);
      int row = in.positions() * channels;
      int width = outside(in) * channels;
      int last = Math.min(width, row - first(in) * channels);
      float[] block = within.read();
      for (int unit = 0; unit < units; unit++) {
        outside.memory().get(unit * width, into, unit * row + first(in) * channels, last);
        outside.memory().get(unit * width + last, into, unit * row, width - last);
        int end = unit * row + end(in) * channels;
        for (int to = unit * row + from(in) * channels; to < end; to += channels) {
          System.arraycopy(block, unit * channels, into, to, channels);
        }
      }
    }

    @Override
    public void close() {
      outside.close();
      within.close();
    }
  }
}
