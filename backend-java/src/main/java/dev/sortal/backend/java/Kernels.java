package dev.sortal.backend.java;

/**
 * The loops in which this engine spends its time. For one thread: an instance may keep memory.
 *
 * <p>Sums are those of float32 to rounding; in which order they are added up is the kernels' own.
 */
interface Kernels {
  /** What these kernels are, in a word. */
  String name();

  /**
   * sum[j] += x[j].
   *
   * @param sum as long as x
   */
  void add(float[] x, float[] sum);

  /**
   * sum[j] += rows[i][j], over i below count, in this order.
   *
   * @param sum as long as each of the rows
   */
  void addAll(float[][] rows, int count, float[] sum);

  /**
   * sum[j] += factor * x[j].
   *
   * @param sum as long as x
   */
  void addTimes(float factor, float[] x, float[] sum);

  /**
   * sums(i)[j] += x(i)[k] * matrix[row + k][j], over k: vectors times a matrix.
   *
   * @param x vectors of that many inputs
   * @param row the matrix's first row; its rows are all of one length
   * @param sums a vector for each of x, of the length of a row; no two may overlap
   */
  void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums);

  /**
   * sums(k)[j] += x(i)[k] * y(i)[j], over i: a sum of outer products.
   *
   * @param x vectors with a number for each of the sums
   * @param y as many vectors as x, of that width
   * @param sums vectors of that width; no two may overlap
   */
  void addOuter(Vectors x, Vectors y, int width, Vectors sums);

  /**
   * gradient[j] = results[j] > 0 ? gradient[j] : 0.
   *
   * @param results at least 0, as max(0, x) leaves them
   */
  void keepWherePositive(float[] results, float[] gradient, int count);
}
