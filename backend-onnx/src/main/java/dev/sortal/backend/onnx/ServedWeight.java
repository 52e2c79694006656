package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.Extent;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weight of a dense layer over flattened positions while it serves: [positions, channels,
 * units] in native memory, turned so that what lies outside of the common range of any batch is one
 * piece of it, which a tensor shows without a copy.
 *
 * <p>What a batch needs of it depends on how many positions are outside; it is made when it is
 * first asked for. Safe for threads.
 */
final class ServedWeight implements AutoCloseable {
  private final int start;
  private final int positions;
  private final int channels;
  private final int units;
  private final FloatBuffer turned;
  private final @Nullable OnnxTensor[] outside;
  private final @Nullable OnnxTensor[] within;

  /**
   * The weight of a layer.
   *
   * @param weight as the spec has it: [units, positions * channels]
   * @param blank which positions a text without tokens stores
   */
  private ServedWeight(Node node, FloatBuffer weight, Extent blank) {
    this.positions = blank.positions();
    this.start = blank.padding() == Side.POST ? blank.commonEnd() % positions : blank.commonFrom();
    this.units = node.output().dimension(0);
    int inputs = node.weight().shape().size() / units;
    this.channels = inputs / positions;
    this.turned = allocate(inputs * units);
    this.outside = new OnnxTensor[positions + 1];
    this.within = new OnnxTensor[positions + 1];
    for (int i = 0; i < inputs; i++) {
      int from = (i + start * channels) % inputs;
      for (int unit = 0; unit < units; unit++) {
        turned.put(i * units + unit, weight.get(unit * inputs + from));
      }
    }
  }

  /** Those of all dense layers over flattened values. */
  static Map<Node, ServedWeight> of(Network network, Weights weights) {
    Layouts layouts = new Layouts(network, false);
    Extents extents = new Extents(network, layouts);
    extents.load(1, input -> new int[1]);
    Map<Node, ServedWeight> all = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (layouts.isFlatDense(node)) {
        Extent blank = extents.of(layouts.flattened(node.operand()));
        all.put(node, new ServedWeight(node, weights.get(node.weight().name()).buffer(), blank));
      }
    }
    return all;
  }

  private static FloatBuffer allocate(int size) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The position with which the memory begins. */
  int start() {
    return start;
  }

  /** The weight of so many positions from one on: [count * channels, units]. */
  synchronized OnnxTensor outside(int first, int count) {
    OnnxTensor tensor = outside[count];
    if (tensor == null) {
      int block = channels * units;
      int from = Math.floorMod(first - start, positions) * block;
      FloatBuffer piece = turned.duplicate().position(from).limit(from + count * block);
      tensor = tensor(piece, count * channels);
      outside[count] = tensor;
    }
    return tensor;
  }

  /** The blocks of all positions but so many from one on added up: [channels, units]. */
  synchronized OnnxTensor within(int first, int count) {
    OnnxTensor tensor = within[count];
    if (tensor == null) {
      int block = channels * units;
      FloatBuffer sums = allocate(block);
      for (int i = count; i < positions; i++) {
        int from = Math.floorMod(first + i - start, positions) * block;
        for (int j = 0; j < block; j++) {
          sums.put(j, sums.get(j) + turned.get(from + j));
        }
      }
      tensor = tensor(sums, channels);
      within[count] = tensor;
    }
    return tensor;
  }

  private OnnxTensor tensor(FloatBuffer values, int inputs) {
    try {
      return OnnxTensor.createTensor(OnnxRuntime.environment(), values, new long[] {inputs, units});
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("make a tensor", failure);
    }
  }

  @Override
  public synchronized void close() {
    for (int i = 0; i <= positions; i++) {
      close(outside[i]);
      close(within[i]);
    }
  }

  private static void close(@Nullable OnnxTensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }
}
