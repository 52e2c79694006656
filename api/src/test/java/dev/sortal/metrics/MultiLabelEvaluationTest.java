package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MultiLabelEvaluationTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  static List<JsonNode> cases() throws IOException {
    try (InputStream in =
        MultiLabelEvaluationTest.class.getResourceAsStream("multi_label_cases.json")) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(in).forEach(cases::add);
      return cases;
    }
  }

  private static MultiLabelEvaluation evaluation(JsonNode json) {
    List<Double> thresholds = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (JsonNode threshold : json.get("thresholds")) {
      labels.add("label " + thresholds.size());
      thresholds.add(threshold.doubleValue());
    }
    MultiLabelEvaluation.Builder builder = MultiLabelEvaluation.builder(labels, thresholds);
    for (int row = 0; row < json.get("truth").size(); row++) {
      List<String> truth = new ArrayList<>();
      float[] scores = new float[labels.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = json.get("scores").get(row).get(i).floatValue();
        if (json.get("truth").get(row).get(i).intValue() == 1) {
          truth.add(labels.get(i));
        }
      }
      builder.add(truth, scores);
    }
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void has_the_figures_of_scikit_learn(JsonNode json) {
    MultiLabelEvaluation actual = evaluation(json);
    JsonNode averages = json.get("averages");
    assertThat(actual.microPrecision())
        .isCloseTo(averages.get("micro").get(0).doubleValue(), EXACT);
    assertThat(actual.microRecall()).isCloseTo(averages.get("micro").get(1).doubleValue(), EXACT);
    assertThat(actual.microF1()).isCloseTo(averages.get("micro").get(2).doubleValue(), EXACT);
    for (Average average : Average.values()) {
      JsonNode expected = averages.get(average == Average.MACRO ? "macro" : "weighted");
      assertThat(actual.precision(average)).isCloseTo(expected.get(0).doubleValue(), EXACT);
      assertThat(actual.recall(average)).isCloseTo(expected.get(1).doubleValue(), EXACT);
      assertThat(actual.f1(average)).isCloseTo(expected.get(2).doubleValue(), EXACT);
    }
    assertThat(actual.samplesF1()).isCloseTo(json.get("samplesF1").doubleValue(), EXACT);
    assertThat(actual.jaccard()).isCloseTo(json.get("jaccard").doubleValue(), EXACT);
    assertThat(actual.subsetAccuracy()).isCloseTo(json.get("subsetAccuracy").doubleValue(), EXACT);
    assertThat(actual.hammingLoss()).isCloseTo(json.get("hammingLoss").doubleValue(), EXACT);
    assertThat(actual.rankingPrecision())
        .isCloseTo(json.get("rankingPrecision").doubleValue(), EXACT);
    assertThat(actual.rankingLoss()).isCloseTo(json.get("rankingLoss").doubleValue(), EXACT);
    assertThat(actual.coverageError()).isCloseTo(json.get("coverageError").doubleValue(), EXACT);
    if (json.get("microRocAuc").isNull()) {
      assertThat(actual.microRocAuc()).isNaN();
    } else {
      assertThat(actual.microRocAuc()).isCloseTo(json.get("microRocAuc").doubleValue(), EXACT);
    }
    for (int i = 0; i < actual.classes().size(); i++) {
      ClassMetrics one = actual.classes().get(i);
      JsonNode expected = json.get("labels").get(i);
      assertThat(one.precision()).isCloseTo(expected.get(0).doubleValue(), EXACT);
      assertThat(one.recall()).isCloseTo(expected.get(1).doubleValue(), EXACT);
      assertThat(one.f1()).isCloseTo(expected.get(2).doubleValue(), EXACT);
      assertThat(one.support()).isEqualTo(expected.get(3).intValue());
      assertThat(one.averagePrecision())
          .isCloseTo(json.get("averagePrecision").get(i).doubleValue(), EXACT);
    }
    assertThat(actual.toJson().get("microF1").doubleValue()).isEqualTo(actual.microF1());
  }

  private static MultiLabelEvaluation of(double threshold) {
    return MultiLabelEvaluation.builder(List.of("a", "b"), Collections.nCopies(2, threshold))
        .add(List.of("a", "new"), new float[] {0.4f, 0.1f})
        .add(List.of("a"), new float[] {0.3f, 0.2f})
        .add(List.of(), new float[] {0.2f, 0.3f})
        .build();
  }

  @Test
  void finds_the_thresholds_of_the_best_f1() {
    Map<String, Double> best = of(0.5).bestThresholds();
    assertThat(best.getOrDefault("a", 0.0)).isCloseTo(0.25, Offset.offset(1e-7));
    assertThat(best).containsEntry("b", 0.5);
    assertThat(of(0.5).classes().get(0).f1()).isZero();
    assertThat(of(0.25).classes().get(0).f1()).isEqualTo(1);
  }

  @Test
  void counts_labels_that_the_model_does_not_know() {
    assertThat(of(0.5).unknownLabels()).isEqualTo(1);
    assertThat(of(0.5).toString()).contains("1 labels of the examples are unknown to the model");
  }

  @Test
  void has_a_table_that_fits_a_terminal() {
    assertThat(of(0.25).toString().lines())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.matches("  a +0.2500 +1.0000 +1.0000 +1.0000 +2"));
  }

  @Test
  void refuses_what_is_no_probability() {
    MultiLabelEvaluation.Builder builder = MultiLabelEvaluation.builder(List.of("a"), List.of(0.5));
    assertThatThrownBy(() -> builder.add(List.of(), new float[] {1.5f}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1.5]");
    assertThatThrownBy(() -> builder.add(List.of(), new float[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> MultiLabelEvaluation.builder(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
