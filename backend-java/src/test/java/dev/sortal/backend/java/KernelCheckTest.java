package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelCheckTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** Plain loops, but for one thing. */
  private static class Others implements Kernels {
    final Kernels plain = new PlainKernels();

    @Override
    public String name() {
      return "others";
    }

    @Override
    public void add(float[] x, float[] sum) {
      plain.add(x, sum);
    }

    @Override
    public void addAll(float[][] rows, int count, float[] sum) {
      plain.addAll(rows, count, sum);
    }

    @Override
    public void addTimes(float factor, float[] x, float[] sum) {
      plain.addTimes(factor, x, sum);
    }

    @Override
    public void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums) {
      plain.multiply(x, inputs, matrix, row, sums);
    }

    @Override
    public void addOuter(Vectors x, Vectors y, int width, Vectors sums) {
      plain.addOuter(x, y, width, sums);
    }

    @Override
    public void keepWherePositive(float[] results, float[] gradient, int count) {
      plain.keepWherePositive(results, gradient, count);
    }
  }

  private static String objection(Kernels kernels) {
    return new KernelCheck(kernels, PATIENCE).objection();
  }

  @Test
  void wrong_sums_are_an_objection() {
    Kernels forgetful =
        new Others() {
          @Override
          public void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums) {
            plain.multiply(x, inputs - 1, matrix, row, sums);
          }
        };

    assertThat(objection(forgetful)).startsWith("a sum of products differs by ");
  }

  @Test
  void sums_that_are_no_numbers_are_an_objection() {
    Kernels broken =
        new Others() {
          @Override
          public void add(float[] x, float[] sum) {
            sum[0] = Float.NaN;
          }
        };

    assertThat(objection(broken)).isEqualTo("a sum of products differs by NaN");
  }

  @Test
  void kernels_that_allocate_are_an_objection() {
    List<float[]> kept = new ArrayList<>();
    Kernels wasteful =
        new Others() {
          @Override
          public void add(float[] x, float[] sum) {
            kept.clear();
            kept.add(x.clone());
            super.add(x, sum);
          }
        };

    assertThat(objection(wasteful)).matches("they leave \\d+ bytes on the heap in a call");
  }

  @Test
  void slow_kernels_are_an_objection() {
    Kernels slow =
        new Others() {
          private final Vectors elsewhere = new Vectors();

          @Override
          public void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums) {
            while (elsewhere.size() < x.size()) {
              elsewhere.add(new float[matrix[row].length], 0);
            }
            for (int i = 0; i < 20; i++) {
              plain.multiply(x, inputs, matrix, row, elsewhere);
            }
            plain.multiply(x, inputs, matrix, row, sums);
          }
        };

    assertThat(objection(slow)).matches("they take \\d+\\.\\d+ times as long");
  }

  @Test
  void plain_loops_take_the_place_of_what_fails() {
    Kernels forgetful =
        new Others() {
          @Override
          public void addOuter(Vectors x, Vectors y, int width, Vectors sums) {}
        };

    assertThat(KernelChoice.check(() -> forgetful, PATIENCE).get())
        .isInstanceOf(PlainKernels.class);
  }
}
