package dev.sortal.tck.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Activation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArithmeticTest {
  /** Values of scipy.special.erf. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5204998778130465",
    "-1, -0.8427007929497148",
    "2.999, 0.9999777698314002",
    "3.001, 0.9999780483390822",
    "-4, -0.9999999845827421",
    "30, 1"
  })
  void the_error_function_is_exact(double x, double expected) {
    assertThat(Arithmetic.erf(x)).isCloseTo(expected, Offset.offset(1e-13));
  }

  /** Values of tanh, of the logistic function and of x * scipy.stats.norm.cdf(x). */
  @ParameterizedTest
  @CsvSource({
    "LINEAR, -0.7, -0.7",
    "RELU, -0.7, 0",
    "RELU, 0.7, 0.7",
    "TANH, -0.7, -0.6043677771171635",
    "SIGMOID, -0.7, 0.3318122278318339",
    "GELU, -0.7, -0.1693745565561511",
    "GELU, 2.5, 2.4844758366855597"
  })
  void activations_have_their_textbook_values(Activation activation, double x, double expected) {
    assertThat(Arithmetic.activate(activation, x)).isCloseTo(expected, Offset.offset(1e-14));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void slopes_are_derivatives(Activation activation) {
    for (double x : new double[] {-5, -1.3, -0.01, 0.02, 0.9, 4.5}) {
      double h = 1e-5;
      double difference =
          Arithmetic.activate(activation, x + h) - Arithmetic.activate(activation, x - h);
      assertThat(Arithmetic.slope(activation, x))
          .as("%s at %s", activation, x)
          .isCloseTo(difference / (2 * h), Offset.offset(1e-9));
    }
  }

  @Test
  void relu_has_no_slope_at_zero() {
    assertThat(Arithmetic.slope(Activation.RELU, 0)).isZero();
  }
}
