package dev.sortal.update;

import dev.sortal.spec.ParameterGroup;
import dev.sortal.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One parameter of a training session with its gradient and its optimizer's slots. */
final class Learned {
  final Shape shape;
  final float[] values;

  /** The group that changes it; null where it is frozen. */
  final @Nullable ParameterGroup group;

  final float[] gradient;
  private final float[][] slots;

  /** The width of a row where gradients arrive row by row (tables), else 0. */
  private final int rowWidth;

  private final boolean[] isTouched;
  private int[] touched = new int[64];
  private int touchedCount;
  private boolean applied;

  /** Which rows are left out where all are updated; null where none ever are. */
  private final @Nullable RestingRows resting;

  /** What the last step changed. */
  private final Runs changed = new Runs();

  /**
   * A parameter.
   *
   * @param byRows whether gradients arrive row by row
   * @param step the number of steps that were done
   */
  Learned(
      Shape shape,
      float[] values,
      @Nullable ParameterGroup group,
      float[][] slots,
      boolean byRows,
      long step) {
    this.shape = shape;
    this.values = values;
    this.group = group;
    this.slots = slots;
    this.gradient = new float[group == null ? 0 : values.length];
    this.rowWidth = byRows ? shape.last() : 0;
    this.isTouched = new boolean[byRows && group != null ? shape.dimension(0) : 0];
    this.resting =
        group == null || !byRows || lazy()
            ? null
            : Idle.of(group.optimizer())
                .map(idle -> new RestingRows(idle, values, slots, rowWidth, step))
                .orElse(null);
  }

  /** Whether gradients arrive row by row. */
  boolean byRows() {
    return rowWidth > 0;
  }

  private boolean lazy() {
    return byRows() && group != null && group.optimizer().lazy();
  }

  /** Adds rows of gradient; rows of one id add up. */
  void addRows(int[] ids, float[] rows, int count) {
    if (applied) {
      forgetRows();
    }
    for (int i = 0; i < count; i++) {
      touch(ids[i]);
      add(gradient, ids[i] * rowWidth, rows, i * rowWidth, rowWidth);
    }
  }

  /** Adds rows of gradient, each to the rows of all ids of its bag, times their weights. */
  void addBags(int[] ids, float[] weights, int[] offsets, int count, float[] rows) {
    if (applied) {
      forgetRows();
    }
    for (int bag = 0; bag < count; bag++) {
      for (int i = offsets[bag]; i < offsets[bag + 1]; i++) {
        touch(ids[i]);
        addTimes(gradient, ids[i] * rowWidth, rows, bag * rowWidth, rowWidth, weights[i]);
      }
    }
  }

  private void touch(int id) {
    if (!isTouched[id]) {
      isTouched[id] = true;
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, touchedCount * 2);
      }
      touched[touchedCount++] = id;
    }
  }

  private static void add(float[] sum, int at, float[] rows, int from, int width) {
    for (int j = 0; j < width; j++) {
      sum[at + j] += rows[from + j];
    }
  }

  private static void addTimes(
      float[] sum, int at, float[] rows, int from, int width, float factor) {
    for (int j = 0; j < width; j++) {
      sum[at + j] += factor * rows[from + j];
    }
  }

  /** Zeroes the gradient of the rows that were added since the last step. */
  void forgetRows() {
    for (int i = 0; i < touchedCount; i++) {
      int at = touched[i] * rowWidth;
      Arrays.fill(gradient, at, at + rowWidth, 0);
      isTouched[touched[i]] = false;
    }
    touchedCount = 0;
    applied = false;
  }

  double squaredNorm() {
    double sum = 0;
    if (byRows()) {
      for (int i = 0; i < touchedCount; i++) {
        sum += squaredNorm(touched[i] * rowWidth, (touched[i] + 1) * rowWidth);
      }
      return sum;
    }
    return squaredNorm(0, gradient.length);
  }

  private double squaredNorm(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return sum;
  }

  void scaleGradient(float factor) {
    if (byRows()) {
      for (int i = 0; i < touchedCount; i++) {
        Rules.scale(gradient, touched[i] * rowWidth, (touched[i] + 1) * rowWidth, factor);
      }
    } else {
      Rules.scale(gradient, 0, gradient.length, factor);
    }
  }

  /** One step of its optimizer. */
  void update(Rules rules, double learningRate, long step) {
    if (group == null) {
      return;
    }
    if (byRows() && applied) {
      // No row arrived since the last step: this step's gradient is zero everywhere.
      forgetRows();
    }
    double rate = learningRate * group.rateFactor();
    changed.clear();
    if (lazy()) {
      for (int i = 0; i < touchedCount; i++) {
        changed.add(touched[i] * rowWidth, (touched[i] + 1) * rowWidth);
      }
    } else if (resting != null) {
      resting.wake(touched, touchedCount, rate, step);
      resting.addTo(changed);
    } else {
      changed.add(0, values.length);
    }
    group.optimizer().accept(rules, new Rules.Span(values, gradient, slots, changed, rate, step));
    if (resting != null) {
      resting.rest(rate, step);
    }
    applied = true;
  }

  /** Puts other values in place of these. */
  void replace(FloatBuffer other, long step) {
    if (resting != null) {
      resting.wakeAll(step);
    }
    other.get(values);
  }

  /** The slots after a step. */
  float[][] slots(long step) {
    if (resting != null) {
      resting.catchUp(step);
    }
    return slots;
  }

  /** Writes to a buffer, which holds the values of before the last update, what that changed. */
  void storeChanged(FloatBuffer into) {
    for (int i = 0; i < changed.count(); i++) {
      int from = changed.from(i);
      into.put(from, values, from, changed.to(i) - from);
    }
  }
}
