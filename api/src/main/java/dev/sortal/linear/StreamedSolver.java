package dev.sortal.linear;

import dev.sortal.data.EncodedSet;
import dev.sortal.linear.LinearModel.Solver;
import dev.sortal.spec.Input;
import dev.sortal.training.RowOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Stochastic gradient descent for all problems at once, row by row as a set gives them; for one
 * run.
 *
 * <p>The rate falls in a line from 0.1 to 0. A step is that of the proximal point: the loss is
 * taken where the step ends, so that a row that counts much cannot overshoot (Kulis and Bartlett,
 * "Implicit Online Learning", 2010). The penalty is one factor of all weights (Shalev-Shwartz and
 * others, "Pegasos", 2011), so that a step writes what its row has.
 */
final class StreamedSolver {
  private static final double RATE = 0.1;
  private static final int ROWS_AT_ONCE = 256;

  private final LinearSvm settings;
  private final EncodedSet set;
  private final Sides sides;
  private final int problems;
  private final float[] weights;
  private final RowBatch batch;

  /** What the weights are to be multiplied with. */
  private double scale = 1;

  /** The values of a row by id, 0 between rows. */
  private final float[] sums;

  private final double[] margins;
  private final float[] side;

  StreamedSolver(LinearSvm settings, EncodedSet set, List<Input> inputs, Sides sides) {
    this.settings = settings;
    this.set = set;
    this.sides = sides;
    this.problems = sides.count();
    this.batch = new RowBatch(inputs);
    this.weights = new float[Math.multiplyExact(batch.width(), problems)];
    this.sums = new float[batch.width()];
    this.margins = new double[problems];
    this.side = new float[problems];
  }

  LinearModel run(RowOrder order) {
    int epochs = settings.epochs();
    int done = 0;
    while (done < epochs && !Thread.currentThread().isInterrupted()) {
      int[] rows = order.epoch(++done);
      EncodedSet.Reader reader = set.reader(done - 1);
      boolean isOver = false;
      for (int from = 0; from < rows.length && !isOver; from += ROWS_AT_ONCE) {
        int to = Math.min(rows.length, from + ROWS_AT_ONCE);
        batch.load(reader.read(rows, from, to).batch());
        for (int i = from; i < to; i++) {
          double progress = (done - 1 + (double) i / rows.length) / epochs;
          step(rows[i], i - from, RATE * (1 - progress), rows.length);
        }
        isOver = Thread.currentThread().isInterrupted();
      }
    }
    return new LinearModel(
        batch.width(),
        sides.outputs(),
        sides.table(weights, (float) scale),
        Solver.STOCHASTIC_GRADIENT_DESCENT,
        done,
        false);
  }

  private void step(int row, int place, double rate, int rowsOfEpoch) {
    scale *= 1 - rate / rowsOfEpoch;
    double cost = sides.isKnown(row) ? 2 * rate * settings.c() * set.weight(row) : 0;
    if (cost == 0) {
      return;
    }
    int from = batch.start(place);
    int to = batch.end(place);
    double squares = read(from, to);
    sides.of(row, side);
    double step = cost / (1 + cost * squares) / scale;
    for (int problem = 0; problem < problems; problem++) {
      double missing = 1 - side[problem] * margins[problem] * scale;
      if (missing > 0) {
        add(problem, (float) (step * missing * side[problem]), from, to);
      }
    }
  }

  /**
   * Sums up the margins of a row, but for the scale; gives |x|^2, also where an id occurs several
   * times.
   */
  private double read(int from, int to) {
    Arrays.fill(margins, 0);
    double squares = 0;
    for (int i = from; i < to; i++) {
      sums[batch.ids()[i]] += batch.values()[i];
    }
    for (int i = from; i < to; i++) {
      float value = batch.values()[i];
      int at = batch.ids()[i] * problems;
      squares += (double) value * sums[batch.ids()[i]];
      for (int problem = 0; problem < problems; problem++) {
        margins[problem] += value * weights[at + problem];
      }
    }
    for (int i = from; i < to; i++) {
      sums[batch.ids()[i]] = 0;
    }
    return squares;
  }

  private void add(int problem, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      weights[batch.ids()[i] * problems + problem] += factor * batch.values()[i];
    }
  }
}
