package dev.sortal.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.features.NumberFeature.Scale;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Features beside what scikit-learn makes of the same values; sklearn_features.py tells how. */
class ScikitLearnTest {
  private static JsonNode cases(String kind) throws IOException {
    try (InputStream json = ScikitLearnTest.class.getResourceAsStream("sklearn_features.json")) {
      return new ObjectMapper().readTree(json).path(kind);
    }
  }

  static Iterable<JsonNode> numbers() throws IOException {
    return cases("numbers");
  }

  static Iterable<JsonNode> categories() throws IOException {
    return cases("categories");
  }

  private static Example example(JsonNode value) {
    if (value.isNull()) {
      return Example.of(Map.of());
    }
    return Example.of(Map.of("x", value.isNumber() ? value.doubleValue() : value.textValue()));
  }

  /** The rows of the test values, after learning from those of training. */
  private static List<float[]> rows(Feature feature, JsonNode values) {
    Encoder.Fitting fitting = Features.of(feature).start();
    values.path("train").forEach(value -> fitting.add(example(value)));
    FittedEncoder encoder = fitting.finish().encoder();
    List<float[]> rows = new ArrayList<>();
    for (JsonNode value : values.path("test")) {
      FittedEncoder.ColumnBuilder builder = encoder.start();
      builder.add(example(value));
      float[] row = new float[((Input.Values) encoder.input()).shape().size()];
      ((Column.Floats) builder.read()).values().get(0, row);
      rows.add(row);
    }
    return rows;
  }

  private static void assertNumbers(
      List<float[]> rows, int place, JsonNode expected, double tolerance) {
    assertThat(expected).isNotEmpty().hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      double wanted = expected.path(i).doubleValue();
      assertThat((double) rows.get(i)[place])
          .as("value %d", i)
          .isCloseTo(wanted, within(tolerance * Math.max(1, Math.abs(wanted))));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbers_are_those_of_its_scalers(JsonNode values) {
    NumberFeature feature = Feature.number("x");
    List<float[]> standard = rows(feature, values);
    assertNumbers(standard, 0, values.path("standard"), 2e-6);
    assertNumbers(rows(feature.log(), values), 0, values.path("log"), 2e-6);
    // Of fewer than 101 values it takes as many quantiles as there are, which lie elsewhere.
    double apart = values.path("train").size() < 101 ? 0.01 : 1e-6;
    assertNumbers(rows(feature.scale(Scale.QUANTILE), values), 0, values.path("quantile"), apart);
    if (values.has("missing")) {
      assertNumbers(standard, 1, values.path("missing"), 0);
    } else {
      assertThat(standard.get(0)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("categories")
  void categories_are_those_of_its_one_hot_encoder(JsonNode values) {
    CategoryFeature feature =
        Feature.category("x").minCount(Math.max(1, values.path("minCount").intValue()));
    @Nullable JsonNode most = values.get("maxSize");
    if (most != null && most.isNumber()) {
      feature = feature.maxSize(most.intValue());
    }
    List<String> columns = new ArrayList<>();
    values.path("columns").forEach(column -> columns.add(column.textValue()));
    boolean hasOthers = columns.contains("infrequent_sklearn");
    List<float[]> rows = rows(feature, values);
    for (int i = 0; i < rows.size(); i++) {
      int place = place(rows.get(i));
      JsonNode expected = values.path("rows").path(i);
      int column = -1;
      for (int j = 0; j < expected.size(); j++) {
        column = expected.path(j).doubleValue() == 1 ? j : column;
      }
      assertThat(rows.get(i)).hasSize(columns.size() + (hasOthers ? 0 : 1));
      if (column < 0 || columns.get(column).equals("infrequent_sklearn")) {
        // What it has no column for is of the others here.
        assertThat(place).isZero();
      } else {
        assertThat(columns.get(column)).isEqualTo(values.path("test").path(i).textValue());
        assertThat(place).isPositive();
      }
    }
    assertThat(rows.stream().map(ScikitLearnTest::place).distinct())
        .hasSize(columns.size() + (hasOthers ? 0 : 1));
  }

  /** Where the only 1 is. */
  private static int place(float[] row) {
    int place = -1;
    for (int i = 0; i < row.length; i++) {
      if (row[i] != 0) {
        assertThat(row[i]).isEqualTo(1);
        assertThat(place).isNegative();
        place = i;
      }
    }
    assertThat(place).isNotNegative();
    return place;
  }
}
