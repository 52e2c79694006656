package dev.sortal.engine;

import dev.sortal.error.BackendException;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The bags of one input for the rows of a batch: at every position one, those that a row lacks
 * empty on the input's side.
 *
 * <p>For one thread; made once and loaded again and again. {@link InputRows#bags} has them.
 *
 * <pre>{@code
 * BagRows bags = inputs.bags(0);
 * for (int bag = 0; bag < bags.count(); bag++) {
 *   for (int i = bags.offsets()[bag]; i < bags.offsets()[bag + 1]; i++) {
 *     add(bags.ids()[i], bags.weights()[i]);
 *   }
 * }
 * }</pre>
 */
public final class BagRows {
  private final String backend;
  private final Input.Bags input;
  private int positions;
  private int[] ids = new int[0];
  private float[] weights = new float[0];
  private int[] offsets = new int[1];
  private int count;

  BagRows(String backend, Input.Bags input) {
    this.backend = backend;
    this.input = input;
    this.positions = Math.max(1, input.positions());
  }

  /**
   * Takes the rows of a batch in.
   *
   * @param length the bags of each row
   * @throws BackendException if a row has too many bags or an id is not of the input
   */
  void load(Column.Bags column, int rows, int length) {
    positions = length;
    count = rows * positions;
    if (offsets.length <= count) {
      offsets = new int[count + 1];
    }
    IntBuffer rowOffsets = column.rowOffsets();
    int first = column.bagOffsets().get(rowOffsets.get(0));
    int size = column.bagOffsets().get(rowOffsets.get(rows)) - first;
    if (ids.length < size) {
      ids = new int[size + size / 2];
      weights = new float[ids.length];
    }
    column.ids().get(first, ids, 0, size);
    column.weights().get(first, weights, 0, size);
    offsets[0] = 0;
    for (int row = 0; row < rows; row++) {
      int from = rowOffsets.get(row);
      int bags = rowOffsets.get(row + 1) - from;
      requireFits(bags, row);
      int at = row * positions + (input.padding() == Side.PRE ? positions - bags : 0);
      Arrays.fill(offsets, row * positions, at + 1, offsets[row * positions]);
      for (int bag = 1; bag <= bags; bag++) {
        offsets[at + bag] = column.bagOffsets().get(from + bag) - first;
      }
      Arrays.fill(offsets, at + bags, (row + 1) * positions + 1, offsets[at + bags]);
    }
    requireKnown(size);
  }

  private void requireFits(int bags, int row) {
    boolean fits = input.positions() == 0 ? bags == 1 : bags <= input.positions();
    if (!fits) {
      throw new BackendException(
          "Backend \""
              + backend
              + "\" cannot read row "
              + row
              + " of input \""
              + input.name()
              + "\": expected "
              + (input.positions() == 0 ? "one bag" : "at most " + input.positions() + " bags")
              + ", got "
              + bags
              + ".");
    }
  }

  private void requireKnown(int size) {
    for (int i = 0; i < size; i++) {
      if (ids[i] < 0 || ids[i] >= input.vocabulary()) {
        throw new BackendException(
            "Backend \""
                + backend
                + "\" cannot look up an id of input \""
                + input.name()
                + "\": expected one in [0, "
                + input.vocabulary()
                + "), got "
                + ids[i]
                + ".");
      }
    }
  }

  /** The number of bags: rows times positions, at least one position. */
  public int count() {
    return count;
  }

  /** The number of ids in all bags. */
  public int size() {
    return offsets[count];
  }

  /** The bags' ids one after the other; the array may be longer. */
  public int[] ids() {
    return ids;
  }

  /** A weight for each id; the array may be longer. */
  public float[] weights() {
    return weights;
  }

  /** Bag i is [offsets(i), offsets(i + 1)) of the ids; the array may be longer. */
  public int[] offsets() {
    return offsets;
  }

  /**
   * What the sum of a bag is multiplied by.
   *
   * @return 1 for SUM; for MEAN one over the sum of the bag's weights, or 0 where that is 0
   */
  public float share(BagMode mode, int bag) {
    if (mode == BagMode.SUM) {
      return 1;
    }
    float sum = 0;
    for (int i = offsets[bag]; i < offsets[bag + 1]; i++) {
      sum += weights[i];
    }
    return sum == 0 ? 0 : 1 / sum;
  }
}
