package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What all kernels must do, each against loops in double precision. */
abstract class KernelsContract {
  /** Nothing, one, below and above the lengths of vectors and of tiles, and odd rests. */
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 33, 64, 100};

  private final SplitMix64 random = new SplitMix64(7);
  private final Kernels kernels = kernels();

  abstract Kernels kernels();

  private float[] drawn(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.uniform() * 2 - 1);
    }
    return values;
  }

  /** Vectors of one array with gaps between them, or each an array of its own. */
  private Vectors drawn(int count, int width, boolean together) {
    float[] all = drawn(count * (width + 3) + 5);
    Vectors vectors = new Vectors();
    for (int i = 0; i < count; i++) {
      vectors.add(together ? all : drawn(width), together ? 5 + i * (width + 3) : 0);
    }
    return vectors;
  }

  private static float at(Vectors vectors, int i, int j) {
    return vectors.arrays[i][vectors.from[i] + j];
  }

  private static Vectors copy(Vectors vectors) {
    Vectors copy = new Vectors();
    for (int i = 0; i < vectors.size(); i++) {
      copy.add(vectors.arrays[i].clone(), vectors.from[i]);
    }
    return copy;
  }

  /** Compares the sums and checks that all around them is as before. */
  private static void assertClose(Vectors received, double[][] expected, Vectors before) {
    for (int i = 0; i < expected.length; i++) {
      float[] array = received.arrays[i].clone();
      for (int j = 0; j < expected[i].length; j++) {
        assertThat((double) at(received, i, j)).isCloseTo(expected[i][j], within(2e-5));
      }
      for (int k = 0; k < expected.length; k++) {
        if (received.arrays[k] == received.arrays[i]) {
          float[] old = before.arrays[i];
          int from = received.from[k];
          System.arraycopy(old, from, array, from, expected[k].length);
        }
      }
      assertThat(array).isEqualTo(before.arrays[i]);
    }
  }

  @Test
  void rows_are_added() {
    for (int width : SIZES) {
      float[] x = drawn(width);
      float[] sum = drawn(width);
      float[] expected = sum.clone();
      for (int j = 0; j < width; j++) {
        expected[j] += x[j];
      }

      kernels.add(x, sum);

      assertThat(sum).isEqualTo(expected);
    }
  }

  @Test
  void any_number_of_rows_is_added_one_after_the_other() {
    for (int width : SIZES) {
      for (int count = 0; count < 10; count++) {
        float[][] rows = new float[count + 1][];
        Arrays.setAll(rows, i -> drawn(width));
        float[] sum = drawn(width);
        float[] expected = sum.clone();
        for (int i = 0; i < count; i++) {
          for (int j = 0; j < width; j++) {
            expected[j] += rows[i][j];
          }
        }

        kernels.addAll(rows, count, sum);

        assertThat(sum).isEqualTo(expected);
      }
    }
  }

  @Test
  void multiples_of_rows_are_added() {
    for (int width : SIZES) {
      float[] x = drawn(width);
      float[] sum = drawn(width);
      float[] before = sum.clone();

      kernels.addTimes(0.7f, x, sum);

      for (int j = 0; j < width; j++) {
        assertThat((double) sum[j]).isCloseTo(before[j] + 0.7f * (double) x[j], within(1e-6));
      }
    }
  }

  @Test
  void gradients_stay_where_results_are_above_zero() {
    float[] results = {0, 1, Float.MIN_VALUE, 0, Float.POSITIVE_INFINITY};
    for (int width : SIZES) {
      float[] all = new float[width];
      float[] gradient = drawn(width + 2);
      float[] expected = gradient.clone();
      for (int j = 0; j < width; j++) {
        all[j] = results[j % results.length];
        expected[j] = all[j] > 0 ? expected[j] : 0;
      }

      kernels.keepWherePositive(all, gradient, width);

      assertThat(gradient).isEqualTo(expected);
    }
  }

  @Test
  void vectors_times_a_matrix_are_what_three_loops_give() {
    for (int count : SIZES) {
      for (int inputs : new int[] {1, 3, 4, 7, 32}) {
        for (int width : SIZES) {
          multiply(count, inputs, width, width % 2 == 0);
        }
      }
    }
  }

  private void multiply(int count, int inputs, int width, boolean together) {
    Vectors x = drawn(count, inputs, together);
    float[][] matrix = new float[inputs + 3][];
    Arrays.setAll(matrix, i -> drawn(width));
    Vectors sums = drawn(count, width, together);
    Vectors before = copy(sums);
    double[][] expected = new double[count][width];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < width; j++) {
        expected[i][j] = at(sums, i, j);
        for (int k = 0; k < inputs; k++) {
          expected[i][j] += (double) at(x, i, k) * matrix[3 + k][j];
        }
      }
    }

    kernels.multiply(x, inputs, matrix, 3, sums);

    assertClose(sums, expected, before);
  }

  @Test
  void sums_of_outer_products_are_what_three_loops_give() {
    for (int count : new int[] {0, 1, 3, 4, 7, 33}) {
      for (int height : SIZES) {
        for (int width : SIZES) {
          addOuter(count, height, width, width % 2 == 0);
        }
      }
    }
  }

  private void addOuter(int count, int height, int width, boolean together) {
    Vectors x = drawn(count, height, together);
    Vectors y = drawn(count, width, !together);
    Vectors sums = drawn(height, width, together);
    Vectors before = copy(sums);
    double[][] expected = new double[height][width];
    for (int k = 0; k < height; k++) {
      for (int j = 0; j < width; j++) {
        expected[k][j] = at(sums, k, j);
        for (int i = 0; i < count; i++) {
          expected[k][j] += (double) at(x, i, k) * at(y, i, j);
        }
      }
    }

    kernels.addOuter(x, y, width, sums);

    assertClose(sums, expected, before);
  }
}
