package dev.sortal.linear;

/**
 * A linear model of several outputs: a table of floats, and how it was fitted.
 *
 * @param width the number of ids
 * @param outputs the number of logits of a row
 * @param table the weight of each id for each output: {@code [width, outputs]}, row-major; not
 *     copied
 * @param solver what fitted it
 * @param passes the most passes over the rows that an output took
 * @param converged whether all outputs are as exact as was asked for; false where the solver does
 *     not know
 */
public record LinearModel(
    int width, int outputs, float[] table, Solver solver, int passes, boolean converged) {
  /** What fits a linear model. */
  public enum Solver {
    /** Dual coordinate descent over rows in memory. */
    DUAL_COORDINATE_DESCENT,
    /** Stochastic gradient descent over rows as they are read. */
    STOCHASTIC_GRADIENT_DESCENT
  }

  /**
   * The logits of weighted ids.
   *
   * @param ids in [0, width)
   * @param values one for each id
   */
  public double[] logits(int[] ids, float[] values) {
    double[] logits = new double[outputs];
    for (int i = 0; i < ids.length; i++) {
      for (int output = 0; output < outputs; output++) {
        logits[output] += (double) values[i] * table[ids[i] * outputs + output];
      }
    }
    return logits;
  }
}
