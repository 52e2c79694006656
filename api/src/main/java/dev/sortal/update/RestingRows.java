package dev.sortal.update;

import java.util.BitSet;

/**
 * The rows of a table that need no update in a step, since it would change nothing of them but
 * slots that shrink: they are left out, and their slots made up for later, by the same
 * multiplications. Weights are always what an update of every row gives, bit for bit; slots are
 * when {@link #catchUp} was called.
 *
 * <p>In a step few rows of a large table have a gradient. The others move on by what their slots
 * hold, less and less; see {@link Idle} for where that ends. Every 32 steps the rows are looked
 * through for those that begin to rest.
 */
final class RestingRows {
  private static final int STEPS = 32;

  /** So many elements fit into the fastest cache. */
  private static final int CHUNK = 2048;

  /** Rows rest while no rate is higher than so many times that of when the first went to rest. */
  private static final double HEADROOM = 4;

  /** What it costs to begin a range, in rows that are updated within one. */
  private static final int BEGIN = 4;

  private final float[] values;
  private final float[][] slots;
  private final int width;
  private final int rows;
  private final Idle idle;
  private BitSet awake;
  private BitSet next;

  /** The step up to which the slots of resting rows are made up. */
  private long since;

  private double highestRate;

  /**
   * All rows awake.
   *
   * @param values [rows, width], read
   * @param slots of the same size, changed
   * @param step the number of steps that were done
   */
  RestingRows(Idle idle, float[] values, float[][] slots, int width, long step) {
    this.idle = idle;
    this.values = values;
    this.slots = slots;
    this.width = width;
    this.rows = values.length / width;
    this.awake = new BitSet(rows);
    this.next = new BitSet(rows);
    this.since = step;
    awake.set(0, rows);
  }

  /**
   * Before a step: wakes the rows that have a gradient, and all where the rate is too high.
   *
   * @param touched the rows with a gradient; the array may be longer
   */
  void wake(int[] touched, int count, double rate, long step) {
    if (!(rate <= highestRate)) {
      wakeAll(step - 1);
    }
    int missed = (int) (step - 1 - since);
    for (int i = 0; i < count; i++) {
      int row = touched[i];
      if (!awake.get(row)) {
        awake.set(row);
        shrink(row * width, (row + 1) * width, missed);
      }
    }
  }

  /** Adds the elements of the rows that are awake. */
  void addTo(Runs runs) {
    for (int from = awake.nextSetBit(0); from >= 0; ) {
      int to = awake.nextClearBit(from);
      runs.add(from * width, to * width);
      from = awake.nextSetBit(to);
    }
  }

  /** After a step: now and then lets rows rest. */
  void rest(double rate, long step) {
    if (step % STEPS != 0) {
      return;
    }
    catchUp(step);
    if (awake.cardinality() == rows) {
      highestRate = HEADROOM * rate;
    }
    double largest = idle.largest(highestRate, step);
    next.clear();
    int ranges = 0;
    int last = -2;
    for (int row = awake.nextSetBit(0); row >= 0; row = awake.nextSetBit(row + 1)) {
      if (!stays(row, largest)) {
        next.set(row);
        ranges += row == last + 1 ? 0 : 1;
        last = row;
      }
    }
    if (next.cardinality() + BEGIN * ranges < rows / 2) {
      BitSet before = awake;
      awake = next;
      next = before;
    } else {
      awake.set(0, rows);
    }
  }

  private boolean stays(int row, double largest) {
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (!idle.stays(values[i], slots, i, largest)) {
        return false;
      }
    }
    return true;
  }

  /** Wakes all rows, for weights that change otherwise. */
  void wakeAll(long step) {
    catchUp(step);
    awake.set(0, rows);
  }

  /** Makes up for what the slots of resting rows missed up to a step. */
  void catchUp(long step) {
    int missed = (int) (step - since);
    since = step;
    for (int from = awake.nextClearBit(0); missed > 0 && from < rows; ) {
      int to = awake.nextSetBit(from);
      int end = to < 0 ? rows : to;
      for (int at = from * width; at < end * width; at += CHUNK) {
        shrink(at, Math.min(at + CHUNK, end * width), missed);
      }
      from = awake.nextClearBit(end);
    }
  }

  private void shrink(int from, int to, int steps) {
    for (int i = 0; i < slots.length; i++) {
      if (!isFixed(slots[i], from, to, idle.factors[i])) {
        for (int step = 0; step < steps; step++) {
          shrink(slots[i], from, to, idle.factors[i], idle.zero);
        }
      }
    }
  }

  private static void shrink(float[] slot, int from, int to, float factor, float zero) {
    for (int i = from; i < to; i++) {
      slot[i] = factor * slot[i] + zero;
    }
  }

  /** Whether a step changes nothing, as with zeros, and with numbers too small to shrink. */
  private boolean isFixed(float[] slot, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      if (Float.floatToRawIntBits(factor * slot[i] + idle.zero)
          != Float.floatToRawIntBits(slot[i])) {
        return false;
      }
    }
    return true;
  }
}
