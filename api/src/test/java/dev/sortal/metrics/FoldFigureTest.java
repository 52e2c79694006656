package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against what SciPy gives; fold_figures.py made the cases. */
class FoldFigureTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static JsonNode cases() throws IOException {
    try (InputStream file =
        FoldFigureTest.class.getResourceAsStream("/dev/sortal/metrics/fold_figures.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
  }

  @Test
  void means_and_intervals_are_those_of_scipy() throws IOException {
    for (JsonNode one : cases().path("figures")) {
      List<Double> values = new ArrayList<>();
      one.path("values").forEach(value -> values.add(value.asDouble()));
      FoldFigure figure = new FoldFigure(values, one.path("heldOut").asDouble());
      double level = one.path("level").asDouble();
      assertThat(figure.mean()).isCloseTo(one.path("mean").asDouble(), EXACT);
      assertThat(figure.standardDeviation())
          .isCloseTo(one.path("standardDeviation").asDouble(), EXACT);
      requireEqual(figure.interval(level), one.path("interval"), level);
      requireEqual(figure.corrected(level), one.path("corrected"), level);
    }
  }

  private static void requireEqual(Interval interval, JsonNode expected, double level) {
    assertThat(interval.level()).isEqualTo(level);
    assertThat(interval.low()).isCloseTo(expected.get(0).asDouble(), Offset.offset(1e-10));
    assertThat(interval.high()).isCloseTo(expected.get(1).asDouble(), Offset.offset(1e-10));
  }

  @Test
  void bounds_are_the_quantiles_of_scipy() throws IOException {
    for (JsonNode one : cases().path("quantiles")) {
      double expected = one.path("bound").asDouble();
      assertThat(StudentT.bound(one.path("level").asDouble(), one.path("degrees").asInt()))
          .as("%s", one)
          .isCloseTo(expected, Offset.offset(1e-11 * Math.max(1, expected)));
    }
  }

  @Test
  void the_corrected_interval_is_wider() {
    FoldFigure figure = new FoldFigure(List.of(0.7, 0.8, 0.9), 0.5);
    Interval plain = figure.interval(0.95);
    Interval corrected = figure.corrected(0.95);
    assertThat(corrected.estimate()).isEqualTo(plain.estimate());
    assertThat(corrected.high() - corrected.low())
        .isCloseTo(Math.sqrt(1 + 3 * 0.5) * (plain.high() - plain.low()), EXACT);
  }

  @Test
  void a_fold_without_a_value_leaves_none() {
    FoldFigure figure = new FoldFigure(List.of(0.7, Double.NaN), 1);
    assertThat(figure.mean()).isNaN();
    assertThat(figure.interval(0.9).low()).isNaN();
  }

  @Test
  void too_few_values_and_wrong_levels_are_refused() {
    assertThatThrownBy(() -> new FoldFigure(List.of(0.7), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 values, got [0.7]");
    assertThatThrownBy(() -> new FoldFigure(List.of(0.7, 0.8), 0))
        .hasMessageContaining("must be above 0, got 0.0");
    assertThatThrownBy(() -> new FoldFigure(List.of(0.7, 0.8), 1).interval(95))
        .hasMessageContaining("level must be in (0, 1), got 95.0");
  }
}
