package dev.sortal.backend.java;

/**
 * Kernels as loops that the JIT compiler turns into vector instructions.
 *
 * <p>It does so where all arrays of a loop are read at the same index. Hence vectors that stand
 * within an array are copied out, and four rows enter one loop: with eight JDK 17 gives up.
 */
final class PlainKernels implements Kernels {
  /** Below so many numbers the loops over a row do not pay. */
  private static final int NARROW = 16;

  private float[] column = new float[0];
  private float[] sum = new float[0];
  private float[][] rows = new float[0][];
  private float[][] copies = new float[0][];
  private int copyWidth;

  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public void add(float[] x, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += x[j];
    }
  }

  /** Several rows a loop: the sum is read and written once for all of them. */
  @Override
  public void addAll(float[][] rows, int count, float[] sum) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      addFour(rows[i], rows[i + 1], rows[i + 2], rows[i + 3], sum);
    }
    if (i + 3 == count) {
      addThree(rows[i], rows[i + 1], rows[i + 2], sum);
      return;
    }
    for (; i < count; i++) {
      add(rows[i], sum);
    }
  }

  private static void addFour(float[] x, float[] y, float[] z, float[] w, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = sum[j] + x[j] + y[j] + z[j] + w[j];
    }
  }

  private static void addThree(float[] x, float[] y, float[] z, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = sum[j] + x[j] + y[j] + z[j];
    }
  }

  @Override
  public void addTimes(float factor, float[] x, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  @Override
  public void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums) {
    int width = inputs == 0 ? 0 : matrix[row].length;
    if (width < NARROW) {
      multiplyNarrow(x, inputs, matrix, row, width, sums);
      return;
    }
    for (int i = 0; i < x.size(); i++) {
      float[] into = begin(sums, i, width);
      addProduct(x.arrays[i], x.from[i], inputs, matrix, row, into);
      finish(sums, i, into);
    }
  }

  /** Rows too short for loops of their own: dot products with the columns. */
  private void multiplyNarrow(
      Vectors x, int inputs, float[][] matrix, int row, int width, Vectors sums) {
    if (column.length < inputs) {
      column = new float[inputs];
    }
    for (int j = 0; j < width; j++) {
      for (int k = 0; k < inputs; k++) {
        column[k] = matrix[row + k][j];
      }
      for (int i = 0; i < x.size(); i++) {
        sums.arrays[i][sums.from[i] + j] += dot(x.arrays[i], x.from[i], column, inputs);
      }
    }
  }

  /** Four sums, so that none waits for the one before; here double precision costs nothing. */
  private static float dot(float[] x, int from, float[] y, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k <= count - 4; k += 4) {
      a += (double) x[from + k] * y[k];
      b += (double) x[from + k + 1] * y[k + 1];
      c += (double) x[from + k + 2] * y[k + 2];
      d += (double) x[from + k + 3] * y[k + 3];
    }
    for (; k < count; k++) {
      a += (double) x[from + k] * y[k];
    }
    return (float) ((a + b) + (c + d));
  }

  private void addProduct(
      float[] x, int from, int inputs, float[][] matrix, int row, float[] into) {
    int k = 0;
    for (; k + 4 <= inputs; k += 4) {
      addFour(
          x[from + k],
          matrix[row + k],
          x[from + k + 1],
          matrix[row + k + 1],
          x[from + k + 2],
          matrix[row + k + 2],
          x[from + k + 3],
          matrix[row + k + 3],
          into);
    }
    for (; k < inputs; k++) {
      addTimes(x[from + k], matrix[row + k], into);
    }
  }

  @Override
  public void addOuter(Vectors x, Vectors y, int width, Vectors sums) {
    layOut(y, width);
    for (int k = 0; k < sums.size(); k++) {
      float[] into = begin(sums, k, width);
      int i = 0;
      for (; i + 4 <= x.size(); i += 4) {
        addFour(
            x.arrays[i][x.from[i] + k],
            rows[i],
            x.arrays[i + 1][x.from[i + 1] + k],
            rows[i + 1],
            x.arrays[i + 2][x.from[i + 2] + k],
            rows[i + 2],
            x.arrays[i + 3][x.from[i + 3] + k],
            rows[i + 3],
            into);
      }
      for (; i < x.size(); i++) {
        addTimes(x.arrays[i][x.from[i] + k], rows[i], into);
      }
      finish(sums, k, into);
    }
  }

  /** The bits of a number above 0 are above 0: their sign tells, without a branch. */
  @Override
  public void keepWherePositive(float[] results, float[] gradient, int count) {
    for (int j = 0; j < count; j++) {
      int kept = -Float.floatToRawIntBits(results[j]) >> 31;
      gradient[j] = Float.intBitsToFloat(Float.floatToRawIntBits(gradient[j]) & kept);
    }
  }

  /** Makes each vector an array of its own, where it is none. */
  private void layOut(Vectors y, int width) {
    if (copies.length < y.size() || copyWidth != width) {
      copies = new float[Math.max(y.size(), copies.length)][width];
      copyWidth = width;
      rows = new float[copies.length][];
    }
    for (int i = 0; i < y.size(); i++) {
      boolean isWhole = y.arrays[i].length == width;
      rows[i] = isWhole ? y.arrays[i] : copies[i];
      if (!isWhole) {
        System.arraycopy(y.arrays[i], y.from[i], copies[i], 0, width);
      }
    }
  }

  /** The sum of that number as an array of its own. */
  private float[] begin(Vectors sums, int i, int width) {
    if (sums.arrays[i].length == width) {
      return sums.arrays[i];
    }
    if (sum.length != width) {
      sum = new float[width];
    }
    System.arraycopy(sums.arrays[i], sums.from[i], sum, 0, width);
    return sum;
  }

  private static void finish(Vectors sums, int i, float[] sum) {
    if (sums.arrays[i] != sum) {
      System.arraycopy(sum, 0, sums.arrays[i], sums.from[i], sum.length);
    }
  }

  private static void addFour(
      float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j];
    }
  }
}
