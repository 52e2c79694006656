package dev.sortal.tck;

import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.tensor.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Random batches; every one holds texts of length 0, 1 and the input's length where it has rows.
 */
final class Batches {
  private Batches() {}

  static LabelledBatch random(Network network, int rows, long seed) {
    return random(network, rows, seed, false);
  }

  /** Texts that fill their input, so that no two are equal. */
  static LabelledBatch full(Network network, int rows, long seed) {
    return random(network, rows, seed, true);
  }

  private static LabelledBatch random(Network network, int rows, long seed, boolean full) {
    SplitMix64 random = new SplitMix64(seed);
    List<Column> columns = new ArrayList<>();
    for (Input input : network.inputs()) {
      columns.add(
          input instanceof Input.Tokens tokens
              ? texts(tokens, rows, full, random)
              : numbers(((Input.Values) input).shape().size() * rows, random));
    }
    int[] classes = new int[rows];
    float[] weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = random.below(network.outputs());
      weights[i] = 1;
    }
    return new LabelledBatch(
        new Batch(rows, columns), new Targets.Classes(ints(classes)), floats(weights));
  }

  private static Column texts(Input.Tokens input, int rows, boolean full, SplitMix64 random) {
    int[] offsets = new int[rows + 1];
    int[] ids = new int[rows * input.length()];
    for (int row = 0; row < rows; row++) {
      int length =
          switch (full ? 0 : row) {
            case 0 -> input.length();
            case 1 -> 0;
            case 2 -> 1;
            default -> random.below(input.length() + 1);
          };
      for (int i = 0; i < length; i++) {
        // Id 0 may stand in the middle of a text too.
        ids[offsets[row] + i] = random.below(input.vocabulary());
      }
      offsets[row + 1] = offsets[row] + length;
    }
    return new Column.Ids(ints(ids), ints(offsets));
  }

  private static Column numbers(int count, SplitMix64 random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.uniform() * 2 - 1);
    }
    return new Column.Floats(floats(values));
  }

  /** The same batch with other row weights. */
  static LabelledBatch weighted(LabelledBatch batch, float... weights) {
    return new LabelledBatch(batch.batch(), batch.targets(), floats(weights));
  }

  static IntBuffer ints(int... values) {
    return ByteBuffer.allocateDirect(values.length * Integer.BYTES)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer()
        .put(0, values);
  }

  static FloatBuffer floats(float... values) {
    return ByteBuffer.allocateDirect(values.length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, values);
  }
}
