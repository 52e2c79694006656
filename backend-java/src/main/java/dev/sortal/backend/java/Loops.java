package dev.sortal.backend.java;

/**
 * The innermost loops: sums of products that the JIT compiler turns into vector instructions.
 *
 * <p>It does so where all arrays of a loop are read at the same index. Hence rows of matrices are
 * arrays of their own, and four of them enter one loop.
 */
final class Loops {
  private Loops() {}

  /**
   * sum[j] += x[from + i] * matrix[row + i][j] over i below count: a vector times a matrix.
   *
   * @param sum as long as the rows of the matrix
   */
  static void addProduct(float[] x, int from, int count, float[][] matrix, int row, float[] sum) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      addFour(
          x[from + i],
          matrix[row + i],
          x[from + i + 1],
          matrix[row + i + 1],
          x[from + i + 2],
          matrix[row + i + 2],
          x[from + i + 3],
          matrix[row + i + 3],
          sum);
    }
    for (; i < count; i++) {
      addTimes(x[from + i], matrix[row + i], sum);
    }
  }

  /** sum[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j]. */
  static void addFour(
      float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j];
    }
  }

  /** sum[j] += a * x[j]. */
  static void addTimes(float a, float[] x, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += a * x[j];
    }
  }

  /** sum[j] += x[j]. */
  static void add(float[] x, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += x[j];
    }
  }

  /** sum[at + j] += x[j]. */
  static void addTo(float[] x, float[] sum, int at) {
    for (int j = 0; j < x.length; j++) {
      sum[at + j] += x[j];
    }
  }
}
