package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.spec.Activation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlopesTest {
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

      Slopes.multiply(activation, result, new float[] {point}, gradient, 1, new PlainKernels());

      assertThat(gradient[0]).isCloseTo(2 * (ends[1] - ends[0]) / (2 * step), within(2e-3f));
    }
  }
}
