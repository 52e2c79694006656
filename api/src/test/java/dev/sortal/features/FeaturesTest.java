package dev.sortal.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.error.DataException;
import dev.sortal.features.NumberFeature.Scale;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static Example x(double value) {
    return Example.of(Map.of("x", value));
  }

  private static Example city(String name) {
    return Example.of(Map.of("city", name));
  }

  private static Encoder.Fitted fit(Feature feature, Example... training) {
    Encoder.Fitting fitting = Features.of(feature).start();
    for (Example example : training) {
      fitting.add(example);
    }
    return fitting.finish();
  }

  private static float[] row(Encoder.Fitted fitted, Example example) {
    FittedEncoder.ColumnBuilder builder = fitted.encoder().start();
    builder.add(example);
    int width = ((Input.Values) fitted.encoder().input()).shape().size();
    float[] row = new float[width];
    ((Column.Floats) builder.read()).values().get(0, row);
    return row;
  }

  private static float first(Encoder.Fitted fitted, double value) {
    return row(fitted, x(value))[0];
  }

  @Test
  void numbers_are_standardised_by_the_training_values() {
    // mean 5, population deviation 2
    Encoder.Fitted fitted =
        fit(Feature.number("x"), x(2), x(4), x(4), x(4), x(5), x(5), x(7), x(9));
    assertThat(fitted.encoder().input()).isEqualTo(new Input.Values("features", Shape.of(1)));
    assertThat(first(fitted, 9)).isEqualTo(2);
    assertThat(first(fitted, 4)).isEqualTo(-0.5f);
  }

  @Test
  void equal_values_are_standardised_to_zero() {
    assertThat(first(fit(Feature.number("x"), x(3), x(3)), 3)).isZero();
  }

  @Test
  void limits_come_before_the_logarithm_and_the_scale() {
    Encoder.Fitted fitted =
        fit(Feature.number("x").clip(-10, 100).log().scale(Scale.NONE), x(1), x(2));
    assertThat(first(fitted, Math.E - 1)).isCloseTo(1, within(1e-6f));
    assertThat(first(fitted, -1e9)).isCloseTo((float) -Math.log(11), within(1e-6f));
    assertThat(first(fitted, 1e9)).isCloseTo((float) Math.log(101), within(1e-6f));
  }

  @Test
  void quantiles_are_shares_of_the_training_values() {
    Example[] training = new Example[1001];
    for (int i = 0; i <= 1000; i++) {
      training[i] = x(Math.exp((i * 7919 % 1001) / 100.0));
    }
    Encoder.Fitted fitted = fit(Feature.number("x").scale(Scale.QUANTILE), training);
    assertThat(first(fitted, Math.exp(2.5))).isCloseTo(0.25f, within(1e-6f));
    assertThat(first(fitted, -5)).isZero();
    assertThat(first(fitted, 1e9)).isEqualTo(1);
    // Half of these are 1, and the places that 1 holds have their middle at a quarter.
    Encoder.Fitted tied =
        fit(Feature.number("x").scale(Scale.QUANTILE), x(1), x(1), x(1), x(2), x(3));
    assertThat(first(tied, 2)).isCloseTo(0.75f, within(1e-6f));
  }

  @Test
  void missing_numbers_are_the_middle_and_are_flagged_if_training_had_some() {
    Example none = Example.text("a");
    Encoder.Fitted flagged = fit(Feature.number("x"), x(1), none, x(3));
    assertThat(row(flagged, none)).containsExactly(0, 1);
    assertThat(row(flagged, x(3))).containsExactly(1, 0);
    Encoder.Fitted complete = fit(Feature.number("x").scale(Scale.QUANTILE), x(1), x(3));
    assertThat(row(complete, none)).containsExactly(0.5f);
  }

  @Test
  void a_field_without_any_number_is_an_error() {
    assertThatThrownBy(() -> fit(Feature.number("x"), city("Bern")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("got none in 1 of them");
    assertThatThrownBy(() -> fit(Feature.number("city"), city("Bern")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a number");
  }

  @Test
  void categories_are_one_hot_by_frequency_and_others_share_the_first_place() {
    Encoder.Fitted fitted =
        fit(
            Feature.category("city").minCount(2),
            city("Bern"),
            city("Genf"),
            city("Genf"),
            city("Bern"),
            city("Genf"),
            city("Chur"));
    assertThat(row(fitted, city("Genf"))).containsExactly(0, 1, 0);
    assertThat(row(fitted, city("Bern"))).containsExactly(0, 0, 1);
    assertThat(row(fitted, city("Chur"))).containsExactly(1, 0, 0);
    assertThat(row(fitted, city(""))).containsExactly(0, 0, 0);
    assertThat(row(fitted, x(1))).containsExactly(0, 0, 0);
    assertThat(row(fit(Feature.category("city").maxSize(1), city("b"), city("a")), city("a")))
        .containsExactly(0, 1);
  }

  @Test
  void hashed_categories_need_no_learning() {
    Encoder.Fitted fitted = fit(Feature.category("city").hashed(16), city("Bern"));
    int used = 0;
    boolean[] taken = new boolean[16];
    for (int i = 0; i < 200; i++) {
      float[] row = row(fitted, city("city " + i));
      int ones = 0;
      for (int place = 0; place < 16; place++) {
        if (row[place] == 1) {
          ones++;
          used += taken[place] ? 0 : 1;
          taken[place] = true;
        }
      }
      assertThat(ones).isEqualTo(1);
    }
    assertThat(used).isEqualTo(16);
  }

  @Test
  void says_whether_anything_was_known() {
    FittedEncoder.ColumnBuilder builder =
        fit(Feature.category("city"), city("Bern")).encoder().start();
    assertThat(builder.add(city("Bern")).isKnown()).isTrue();
    assertThat(builder.add(city("Chur")).isKnown()).isFalse();
  }

  @Test
  void is_the_same_when_made_again_from_its_settings() {
    Example one = Example.of(Map.of("x", 1.1, "y", -3, "city", "Bern"));
    Example two = Example.of(Map.of("x", 0.3, "city", "Genf"));
    Encoder.Fitting fitting =
        new Features(
                "customer",
                List.of(
                    Feature.number("x").log(),
                    Feature.number("y").scale(Scale.QUANTILE),
                    Feature.category("city"),
                    Feature.category("city").hashed(3)))
            .start();
    fitting.add(one);
    fitting.add(two);
    Encoder.Fitted fitted = fitting.finish();
    FittedFeatures again = FittedFeatures.read(((FittedFeatures) fitted.encoder()).settings());
    assertThat(again.input()).isEqualTo(fitted.encoder().input());
    Encoder.Fitted copy = new Encoder.Fitted(again, fitted.training());
    for (Example example : List.of(one, two, city("x"))) {
      assertThat(row(copy, example)).containsExactly(row(fitted, example));
    }
    assertThatThrownBy(() -> FittedFeatures.read(again.settings().put("name", 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
