package dev.sortal.linear;

import dev.sortal.tensor.SplitMix64;
import java.util.function.BooleanSupplier;

/**
 * Dual coordinate descent for one problem of two sides: min 0.5 |w|^2 + sum c_i max(0, 1 - y_i
 * z_i)^2, z = w x; for one run.
 *
 * <p>Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent Method for Large-scale
 * Linear SVM" (2008), algorithm 3: rows in another random order in each pass; rows whose dual is
 * likely to stay 0 are set aside until all others fit.
 */
final class DualSolver {
  private static final double TINY = 1e-12;

  private final SparseRows rows;
  private final boolean[] positive;
  private final double[] costs;
  private final double[] squares;
  private final double tolerance;
  private final int mostPasses;
  private final SplitMix64 random;

  private final double[] weights;
  private final double[] duals;
  private final int[] order;
  private int active;
  private int passes;
  private boolean converged;

  private double least;
  private double most;

  /**
   * A problem.
   *
   * @param positive on which side each row is
   * @param costs c of each row, at least 0; rows of 0 are left out
   * @param squares |x|^2 of each row
   */
  DualSolver(
      SparseRows rows,
      boolean[] positive,
      double[] costs,
      double[] squares,
      LinearSvm settings,
      long seed) {
    this.rows = rows;
    this.positive = positive;
    this.costs = costs;
    this.squares = squares;
    this.tolerance = settings.tolerance();
    this.mostPasses = settings.mostPasses();
    this.random = new SplitMix64(seed);
    this.weights = new double[rows.width()];
    this.duals = new double[rows.rows()];
    this.order = new int[rows.rows()];
  }

  /**
   * Solves it.
   *
   * @param isOver whether to end where it stands, asked before each pass
   */
  void run(BooleanSupplier isOver) {
    int all = 0;
    for (int row = 0; row < rows.rows(); row++) {
      if (costs[row] > 0) {
        order[all++] = row;
      }
    }
    active = all;
    double limit = Double.POSITIVE_INFINITY;
    while (passes < mostPasses && !converged && !isOver.getAsBoolean()) {
      pass(limit);
      passes++;
      if (active == 0 || most - least <= tolerance) {
        // What was set aside may not fit any more: all rows must pass the test together.
        converged = active == all;
        active = all;
        limit = Double.POSITIVE_INFINITY;
      } else {
        limit = most > 0 ? most : Double.POSITIVE_INFINITY;
      }
    }
  }

  /**
   * Visits every active row.
   *
   * @param limit the gradient above which a row of dual 0 is set aside
   */
  private void pass(double limit) {
    least = Double.POSITIVE_INFINITY;
    most = Double.NEGATIVE_INFINITY;
    random.shuffle(order, 0, active);
    int at = 0;
    while (at < active) {
      if (visit(order[at], limit)) {
        at++;
      } else {
        int aside = order[at];
        order[at] = order[--active];
        order[active] = aside;
      }
    }
  }

  /** Brings one dual to its best value; false if the row is to be set aside. */
  private boolean visit(int row, double limit) {
    double side = positive[row] ? 1 : -1;
    double diagonal = 0.5 / costs[row];
    double gradient = side * rows.dot(row, weights) - 1 + duals[row] * diagonal;
    double projected = gradient;
    if (duals[row] == 0) {
      if (gradient > limit) {
        return false;
      }
      projected = Math.min(gradient, 0);
    }
    least = Math.min(least, projected);
    most = Math.max(most, projected);
    if (Math.abs(projected) > TINY) {
      double old = duals[row];
      duals[row] = Math.max(old - gradient / (squares[row] + diagonal), 0);
      rows.addTo(weights, row, (duals[row] - old) * side);
    }
    return true;
  }

  double[] weights() {
    return weights;
  }

  int passes() {
    return passes;
  }

  boolean converged() {
    return converged;
  }

  /** The objective that is made small. */
  double primal() {
    double sum = 0;
    for (double weight : weights) {
      sum += 0.5 * weight * weight;
    }
    for (int row = 0; row < rows.rows(); row++) {
      double margin = (positive[row] ? 1 : -1) * rows.dot(row, weights);
      double missing = Math.max(0, 1 - margin);
      sum += costs[row] * missing * missing;
    }
    return sum;
  }

  /** A bound of the objective from below, equal to it at the solution. */
  double dual() {
    double sum = 0;
    for (double weight : weights) {
      sum -= 0.5 * weight * weight;
    }
    for (int row = 0; row < rows.rows(); row++) {
      if (costs[row] > 0) {
        sum += duals[row] - 0.25 * duals[row] * duals[row] / costs[row];
      }
    }
    return sum;
  }
}
