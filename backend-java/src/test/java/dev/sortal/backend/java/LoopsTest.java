package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.spec.Activation;
import dev.sortal.tensor.SplitMix64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
  private final SplitMix64 random = new SplitMix64(7);

  private float[] drawn(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.uniform() * 2 - 1);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "4, 16", "7, 33"})
  void a_vector_times_a_matrix_is_what_three_loops_give(int inputs, int outputs) {
    float[] x = drawn(inputs + 2);
    float[][] matrix = new float[inputs + 3][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = drawn(outputs);
    }
    float[] sum = drawn(outputs);
    float[] before = sum.clone();

    Loops.addProduct(x, 2, inputs, matrix, 3, sum);

    for (int j = 0; j < outputs; j++) {
      double expected = before[j];
      for (int i = 0; i < inputs; i++) {
        expected += (double) x[2 + i] * matrix[3 + i][j];
      }
      assertThat((double) sum[j]).isCloseTo(expected, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 6, 2, true",
    "3, 6, 2, true",
    "9, 2, 6, false",
    "5, 3, 3, false",
    "4, 5, 2, false"
  })
  void outer_products_are_what_three_loops_give(
      int vectors, int inputs, int outputs, boolean placesLast) {
    int places = 3;
    OuterProducts products =
        new OuterProducts(new Matrices(places, inputs, outputs, placesLast, true));
    float[] x = drawn(vectors * inputs);
    float[][] rows = new float[vectors][];
    float[] gradient = new float[places * inputs * outputs];

    products.clear();
    for (int i = 0; i < vectors; i++) {
      rows[i] = drawn(outputs);
      products.add(x, i * inputs, rows[i]);
    }
    products.store(1, gradient);

    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        double expected = 0;
        for (int i = 0; i < vectors; i++) {
          expected += (double) x[i * inputs + input] * rows[i][output];
        }
        int at =
            placesLast
                ? (output * inputs + input) * places + 1
                : (output * places + 1) * inputs + input;
        assertThat((double) gradient[at]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void slopes_are_finite_differences(Activation activation) {
    float[] points = {-3, -1.5f, -0.2f, 0.3f, 1, 2.5f};
    float step = 1e-2f;
    for (float point : points) {
      float[] ends = {point - step, point + step};
      Slopes.apply(activation, ends, 2);
      float[] result = {point};
      Slopes.apply(activation, result, 1);
      float[] gradient = {2};

      Slopes.multiply(activation, result, new float[] {point}, gradient, 1);

      assertThat(gradient[0]).isCloseTo(2 * (ends[1] - ends[0]) / (2 * step), within(2e-3f));
    }
  }
}
