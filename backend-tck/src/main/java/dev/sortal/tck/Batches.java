package dev.sortal.tck;

import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Random batches; every one holds texts of length 0, 1 and the input's length where it has rows.
 */
public final class Batches {
  private Batches() {}

  /**
   * A batch of made-up rows of equal weight.
   *
   * @param rows how many, at least 1
   */
  public static LabelledBatch random(Network network, int rows, long seed) {
    return random(network, rows, seed, false);
  }

  /** As {@link #random(Network, int, long)}, with the targets that the plan's loss needs. */
  static LabelledBatch random(TrainingPlan plan, int rows, long seed) {
    LabelledBatch batch = random(plan.network(), rows, seed);
    if (plan.loss().exclusive()) {
      return batch;
    }
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 1));
    float[] values = new float[rows * plan.network().outputs()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.below(3) == 0 ? 1 : 0;
    }
    return new LabelledBatch(batch.batch(), new Targets.Values(floats(values)), batch.rowWeights());
  }

  /** Texts that fill their input, so that no two are equal. */
  static LabelledBatch full(Network network, int rows, long seed) {
    return random(network, rows, seed, true);
  }

  private static LabelledBatch random(Network network, int rows, long seed, boolean full) {
    SplitMix64 random = new SplitMix64(seed);
    List<Column> columns = new ArrayList<>();
    for (Input input : network.inputs()) {
      if (input instanceof Input.Tokens tokens) {
        columns.add(texts(tokens, rows, full, random));
      } else if (input instanceof Input.Bags bags) {
        columns.add(MadeUpBags.random(bags, rows, random));
      } else {
        columns.add(numbers(((Input.Values) input).shape().size() * rows, random));
      }
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

  /**
   * A batch of texts of these lengths, for a network of one input of tokens or of bags at
   * positions.
   */
  static LabelledBatch ofLengths(Network network, int[] lengths, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    Input input = network.inputs().get(0);
    Column column =
        input instanceof Input.Bags bags
            ? MadeUpBags.ofLengths(bags, lengths, random)
            : texts((Input.Tokens) input, lengths, random);
    int[] classes = new int[lengths.length];
    float[] weights = new float[lengths.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = random.below(network.outputs());
      weights[i] = 1;
    }
    return new LabelledBatch(
        new Batch(lengths.length, List.of(column)),
        new Targets.Classes(ints(classes)),
        floats(weights));
  }

  private static Column texts(Input.Tokens input, int[] lengths, SplitMix64 random) {
    int[] offsets = new int[lengths.length + 1];
    List<Integer> ids = new ArrayList<>();
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < lengths[row]; i++) {
        ids.add(random.below(input.vocabulary()));
      }
      offsets[row + 1] = ids.size();
    }
    return new Column.Ids(ints(ids), ints(offsets));
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

  /** Rows of one bag, which a bar separates, of ids with weights: {@code 3 5*0.5|7|}. */
  static Column.Bags bags(String rows) {
    return MadeUpBags.read(rows.replace('|', '/'), false);
  }

  /** Rows, which slashes separate, of bags, which commas separate: {@code 3 5*0.5,,7/4}. */
  static Column.Bags bagsAtPositions(String rows) {
    return MadeUpBags.read(rows, true);
  }

  /** Rows of these data for a network of one input, of class 0. */
  static LabelledBatch of(Network network, Column.Bags column) {
    int rows = column.rowOffsets().capacity() - 1;
    LabelledBatch any = random(network, rows, 1);
    return new LabelledBatch(
        new Batch(rows, List.of(column)),
        new Targets.Classes(ints(new int[rows])),
        any.rowWeights());
  }

  /** Rows of no token and no id, for a network without inputs of numbers. */
  static LabelledBatch empty(Network network, int rows) {
    List<Column> columns = new ArrayList<>();
    int[] none = new int[rows + 1];
    int[] one = IntStream.rangeClosed(0, rows).toArray();
    for (Input input : network.inputs()) {
      if (input instanceof Input.Tokens) {
        columns.add(new Column.Ids(ints(), ints(none)));
      } else {
        boolean single = ((Input.Bags) input).positions() == 0;
        columns.add(new Column.Bags(ints(), floats(), ints(none), ints(single ? one : none)));
      }
    }
    LabelledBatch any = random(network, rows, rows);
    return new LabelledBatch(new Batch(rows, columns), any.targets(), any.rowWeights());
  }

  /** One text of these ids, of class 0. */
  static LabelledBatch ofIds(int... ids) {
    Column text = new Column.Ids(ints(ids), ints(0, ids.length));
    return new LabelledBatch(new Batch(1, List.of(text)), new Targets.Classes(ints(0)), floats(1));
  }

  /** Rows of ones for an input of numbers, of class 0. */
  static LabelledBatch ones(int rows, int size) {
    float[] values = new float[rows * size];
    Arrays.fill(values, 1);
    float[] weights = new float[rows];
    Arrays.fill(weights, 1);
    return new LabelledBatch(
        new Batch(rows, List.of(new Column.Floats(floats(values)))),
        new Targets.Classes(ints(new int[rows])),
        floats(weights));
  }

  /** A text of each length from 0 to {@link Cases#LENGTH}. */
  static Batch ofEveryLength() {
    int rows = Cases.LENGTH + 1;
    int[] offsets = new int[rows + 1];
    List<Integer> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      ids.addAll(text(row));
      offsets[row + 1] = ids.size();
    }
    return new Batch(rows, List.of(new Column.Ids(ints(ids), ints(offsets))));
  }

  /** The rows of {@link #ofEveryLength()} with their padding written out. */
  static Batch paddedOfEveryLength(Side side) {
    int rows = Cases.LENGTH + 1;
    int[] offsets = new int[rows + 1];
    List<Integer> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Integer> padding = Collections.nCopies(Cases.LENGTH - row, 0);
      ids.addAll(side == Side.PRE ? padding : text(row));
      ids.addAll(side == Side.PRE ? text(row) : padding);
      offsets[row + 1] = ids.size();
    }
    return new Batch(rows, List.of(new Column.Ids(ints(ids), ints(offsets))));
  }

  private static List<Integer> text(int length) {
    return IntStream.rangeClosed(1, length)
        .map(i -> (7 * i + length) % Cases.VOCABULARY)
        .boxed()
        .toList();
  }

  private static IntBuffer ints(List<Integer> values) {
    return ints(values.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Column numbers(int count, SplitMix64 random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.uniform() * 2 - 1);
    }
    return new Column.Floats(floats(values));
  }

  /**
   * The same batch in buffers that are longer than they need be and stand elsewhere than at their
   * start.
   */
  static LabelledBatch roomy(LabelledBatch batch) {
    List<Column> columns = new ArrayList<>();
    for (Column column : batch.batch().columns()) {
      Column.Ids texts = (Column.Ids) column;
      columns.add(new Column.Ids(roomy(texts.ids()), roomy(texts.rowOffsets())));
    }
    IntBuffer classes = roomy(((Targets.Classes) batch.targets()).classes());
    FloatBuffer weights = FloatBuffer.allocate(batch.rowWeights().capacity() + 5);
    weights.put(0, batch.rowWeights(), 0, batch.rowWeights().capacity()).position(2);
    return new LabelledBatch(
        new Batch(batch.batch().rows(), columns), new Targets.Classes(classes), weights);
  }

  private static IntBuffer roomy(IntBuffer values) {
    IntBuffer roomy = IntBuffer.allocate(values.capacity() + 3);
    return roomy.put(0, values, 0, values.capacity()).position(1);
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
