package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import dev.sortal.engine.Extent;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.update.Updater;
import java.util.Arrays;
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
  private @Nullable String outsideGradient;
  private @Nullable String commonGradient;

  /**
   * A layer.
   *
   * @param value the packed value that is flattened
   */
  FlatDense(Node node, int value, int channels) {
    this.node = node;
    this.value = value;
    this.channels = channels;
    this.units = node.output().dimension(0);
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

  /** The positions outside of the common range: [rows, outside]. */
  String index(Feeds feeds) {
    return feeds.index(
        "flat." + value,
        (batch, into) -> {
          Extent in = batch.extent(value);
          int outside = outside(in);
          int first = end(in);
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

  /** The weight outside of the common range: [units, outside * channels]. */
  String outsideWeight(Feeds feeds) {
    return feeds.parameters(
        "outside." + node.index(),
        (batch, into) -> {
          Extent in = batch.extent(value);
          float[] weight = batch.values(node.weight().name());
          int last = (in.positions() - end(in)) * channels;
          int first = from(in) * channels;
          int row = in.positions() * channels;
          float[] outside = into.floats(units, last + first);
          for (int unit = 0; unit < units; unit++) {
            int to = unit * (last + first);
            System.arraycopy(weight, (unit + 1) * row - last, outside, to, last);
            System.arraycopy(weight, unit * row, outside, to + last, first);
          }
        },
        units,
        Graph.ANY);
  }

  /** The blocks of the weight in the common range added up: [units, channels]. */
  String commonWeight(Feeds feeds) {
    return feeds.parameters(
        "within." + node.index(),
        (batch, into) -> {
          Extent in = batch.extent(value);
          float[] weight = batch.values(node.weight().name());
          float[] sums = into.floats(units, channels);
          Arrays.fill(sums, 0, units * channels, 0);
          int row = in.positions() * channels;
          for (int unit = 0; unit < units; unit++) {
            int end = unit * row + end(in) * channels;
            for (int at = unit * row + from(in) * channels; at < end; at += channels) {
              for (int c = 0; c < channels; c++) {
                sums[unit * channels + c] += weight[at + c];
              }
            }
          }
        },
        units,
        channels);
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
      int last = (in.positions() - end(in)) * channels;
      int first = from(in) * channels;
      int row = in.positions() * channels;
      float[] block = within.read();
      for (int unit = 0; unit < units; unit++) {
        int at = unit * (last + first);
        outside.memory().get(at, into, (unit + 1) * row - last, last);
        outside.memory().get(at + last, into, unit * row, first);
        for (int to = unit * row + first; to < (unit + 1) * row - last; to += channels) {
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
