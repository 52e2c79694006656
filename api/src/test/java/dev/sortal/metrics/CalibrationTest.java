package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.spec.SpecJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  /** calibration_cases.json, which calibration_cases.py wrote. */
  static List<Named<JsonNode>> cases() throws IOException {
    try (InputStream in = CalibrationTest.class.getResourceAsStream("calibration_cases.json")) {
      List<Named<JsonNode>> cases = new ArrayList<>();
      new ObjectMapper()
          .readTree(in)
          .forEach(one -> cases.add(Named.of(one.get("name").textValue(), one)));
      return cases;
    }
  }

  private static List<float[]> logits(JsonNode one) {
    List<float[]> rows = new ArrayList<>();
    for (JsonNode row : one.get("logits")) {
      float[] values = new float[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) row.get(i).doubleValue();
      }
      rows.add(values);
    }
    return rows;
  }

  private static FittedCalibration fit(JsonNode one, Calibration calibration) {
    List<boolean[]> several = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (JsonNode row : one.get("truth")) {
      boolean[] truth = new boolean[row.size()];
      for (int i = 0; i < truth.length; i++) {
        truth[i] = row.get(i).intValue() == 1;
        if (truth[i]) {
          labels.add(i);
        }
      }
      several.add(truth);
    }
    return one.get("several").booleanValue()
        ? calibration.fit(logits(one), several)
        : calibration.fit(logits(one), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void assertProbabilities(
      JsonNode one, FittedCalibration calibration, String expected, double tolerance) {
    List<float[]> logits = logits(one);
    for (int row = 0; row < logits.size(); row++) {
      float[] actual =
          one.get("several").booleanValue()
              ? calibration.severalLabels(logits.get(row))
              : calibration.oneLabel(logits.get(row));
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i])
            .as("row %d, label %d", row, i)
            .isCloseTo(one.get(expected).get(row).get(i).doubleValue(), within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_temperature_has_the_least_log_loss(JsonNode one) {
    FittedCalibration fitted = fit(one, Calibration.TEMPERATURE);
    double temperature = ((FittedCalibration.Temperature) fitted).temperature();
    assertThat(temperature / one.get("temperature").doubleValue()).isCloseTo(1, within(1e-6));
    assertProbabilities(one, fitted, "scaled", 1e-6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isotonic_curves_are_those_of_scikit_learn(JsonNode one) {
    assertProbabilities(one, fit(one, Calibration.ISOTONIC), "isotonic", 1e-6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_calibration_survives_its_json(JsonNode one) {
    for (Calibration calibration : Calibration.values()) {
      FittedCalibration fitted = fit(one, calibration);
      assertThat(SpecJson.read(SpecJson.write(fitted), FittedCalibration.class)).isEqualTo(fitted);
    }
  }

  @Test
  void a_temperature_never_changes_the_order_of_labels() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      float[] logits = {random.nextFloat(), random.nextFloat() * 3, random.nextFloat() * 5};
      float[] plain = new FittedCalibration.None().oneLabel(logits);
      float[] scaled = new FittedCalibration.Temperature(0.1 + i / 20.0).oneLabel(logits);
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          if (plain[a] > plain[b]) {
            assertThat(scaled[a]).isGreaterThanOrEqualTo(scaled[b]);
          }
        }
      }
    }
  }

  @Test
  void where_all_rows_are_right_the_temperature_stays_above_nothing() {
    FittedCalibration fitted =
        Calibration.TEMPERATURE.fit(
            List.of(new float[] {2, 0}, new float[] {0, 1}), new int[] {0, 1});
    assertThat(((FittedCalibration.Temperature) fitted).temperature()).isBetween(0.02, 0.03);
  }

  @Test
  void where_logits_tell_nothing_the_temperature_is_finite() {
    FittedCalibration fitted =
        Calibration.TEMPERATURE.fit(
            List.of(new float[] {2, 0}, new float[] {2, 0}), new int[] {0, 1});
    assertThat(((FittedCalibration.Temperature) fitted).temperature()).isCloseTo(50, within(1e-3));
    FittedCalibration flat =
        Calibration.TEMPERATURE.fit(List.of(new float[] {0, 0}), new int[] {1});
    assertThat(((FittedCalibration.Temperature) flat).temperature()).isEqualTo(1);
  }

  @Test
  void a_label_without_rows_keeps_its_probability_under_isotonic_curves() {
    FittedCalibration fitted =
        Calibration.ISOTONIC.fit(
            List.of(new float[] {2, 0, 0}, new float[] {0, 1, 0}, new float[] {1, 0, 0}),
            new int[] {0, 1, 1});
    FittedCalibration.Isotonic isotonic = (FittedCalibration.Isotonic) fitted;
    assertThat(isotonic.curves().get(2)).isEqualTo(FittedCalibration.Curve.IDENTITY);
    assertThat(isotonic.curves().get(0)).isNotEqualTo(FittedCalibration.Curve.IDENTITY);
  }

  @Test
  void curves_of_many_rows_stay_small_and_close() {
    Random random = new Random(2);
    List<float[]> logits = new ArrayList<>();
    int[] truth = new int[60_000];
    for (int i = 0; i < truth.length; i++) {
      float logit = (float) (4 * random.nextGaussian());
      logits.add(new float[] {0, logit});
      truth[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit / 2)) ? 1 : 0;
    }
    FittedCalibration fitted = Calibration.ISOTONIC.fit(logits, truth);
    for (float logit = -4; logit <= 4; logit += 0.5f) {
      assertThat((double) fitted.oneLabel(new float[] {0, logit})[1])
          .isCloseTo(1 / (1 + Math.exp(-logit / 2)), within(0.03));
    }
  }

  @Test
  void a_threshold_of_several_labels_is_taken_along() {
    FittedCalibration temperature = new FittedCalibration.Temperature(2);
    float[] logits = {1.25f};
    double plain = new FittedCalibration.None().severalLabels(logits)[0];
    assertThat(temperature.of(0, plain))
        .isCloseTo(temperature.severalLabels(logits)[0], within(1e-6));
    assertThat(temperature.of(0, 1)).isEqualTo(1);
    assertThat(temperature.of(0, 0)).isEqualTo(0);
  }

  @Nested
  class Errors {
    @Test
    void no_rows() {
      assertThatThrownBy(() -> Calibration.TEMPERATURE.fit(List.of(), new int[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A calibration is fitted on rows whose truth is known, got none. Give rows that the"
                  + " model was not trained on.");
    }

    @Test
    void another_number_of_truths() {
      assertThatThrownBy(
              () -> Calibration.ISOTONIC.fit(List.of(new float[] {1, 2}), new int[] {0, 1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Each row needs its truth: expected 1, got 2.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_temperature_that_is_none(double temperature) {
      assertThatThrownBy(() -> new FittedCalibration.Temperature(temperature))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A temperature must be positive and finite, got " + temperature + ".");
    }

    @Test
    void a_curve_that_falls_or_leaves_its_range() {
      for (List<List<Double>> bad :
          List.of(
              List.of(List.of(0.1, 0.2), List.of(0.5, 0.4)),
              List.of(List.of(0.2, 0.2), List.of(0.5, 0.6)),
              List.of(List.of(0.2, 1.5), List.of(0.5, 0.6)),
              List.of(List.of(0.2, Double.NaN), List.of(0.5, 0.6)),
              List.of(List.of(0.2), List.of(0.5, 0.6)),
              List.<List<Double>>of(List.of(), List.of()))) {
        assertThatThrownBy(() -> new FittedCalibration.Curve(bad.get(0), bad.get(1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("A calibration curve rises through points in [0, 1], got");
      }
    }

    @Test
    void curves_of_another_number_of_labels() {
      FittedCalibration two =
          new FittedCalibration.Isotonic(
              List.of(FittedCalibration.Curve.IDENTITY, FittedCalibration.Curve.IDENTITY));
      assertThatThrownBy(() -> two.requireLabels(3, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A calibration of 3 labels has 3 curves, got 2.");
      assertThatThrownBy(() -> two.requireLabels(2, true)).hasMessageContaining("has 1 curves");
      two.requireLabels(2, false);
    }
  }
}
