package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static Evaluation spam(float... spamProbabilities) {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    for (int i = 0; i < spamProbabilities.length; i++) {
      builder.add(
          i % 2 == 0 ? "ham" : "spam",
          new float[] {1 - spamProbabilities[i], spamProbabilities[i]});
    }
    return builder.build();
  }

  /** Against what scikit-learn gives: evaluation_cases.json, which evaluation_cases.py wrote. */
  @Nested
  class Reference {
    private static final double TOLERANCE = 1e-9;

    static Stream<Named<JsonNode>> cases() {
      try (InputStream in = EvaluationTest.class.getResourceAsStream("evaluation_cases.json")) {
        return nodes(new ObjectMapper().readTree(in))
            .map(one -> Named.of(one.get("name").textValue(), one));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static Stream<JsonNode> nodes(JsonNode array) {
      return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> strings(JsonNode array) {
      return nodes(array).map(JsonNode::textValue).toList();
    }

    private static double number(JsonNode value) {
      assertThat(value.isNumber() || value.isNull()).as("%s", value).isTrue();
      return value.isNull() ? Double.NaN : value.doubleValue();
    }

    private static double[] numbers(JsonNode array) {
      return nodes(array).mapToDouble(Reference::number).toArray();
    }

    private static Evaluation evaluation(JsonNode one) {
      Evaluation.Builder builder =
          Evaluation.builder(strings(one.get("labels")), one.get("positive").intValue());
      double[] weights = numbers(one.get("weights"));
      int number = 0;
      for (JsonNode row : one.get("rows")) {
        double[] wide = numbers(row.get("scores"));
        float[] scores = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
          scores[i] = (float) wide[i];
          assertThat((double) scores[i]).isEqualTo(wide[i]);
        }
        builder.add(row.get("truth").textValue(), scores, weights[number++]);
      }
      return builder.build();
    }

    /** Equal to 1e-9, absolutely for figures up to 1 and relatively above; NaN equals NaN. */
    private static void assertClose(String name, double actual, double expected) {
      if (Double.isNaN(expected)) {
        assertThat(actual).as(name).isNaN();
      } else {
        double scale = Math.max(1, Math.abs(expected));
        assertThat(Math.abs(actual - expected) / scale)
            .as("%s: expected %s, got %s", name, expected, actual)
            .isLessThanOrEqualTo(TOLERANCE);
      }
    }

    private static void assertClose(String name, DoubleStream actual, JsonNode expected) {
      double[] values = actual.toArray();
      double[] wanted = numbers(expected);
      assertThat(values).as(name).hasSameSizeAs(wanted);
      for (int i = 0; i < wanted.length; i++) {
        assertClose(name + "[" + i + "]", values[i], wanted[i]);
      }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void single_figures_are_those_of_scikit_learn(JsonNode one) {
      Evaluation evaluation = evaluation(one);
      Map<String, Double> figures =
          Map.ofEntries(
              Map.entry("accuracy", evaluation.accuracy()),
              Map.entry("macroPrecision", evaluation.precision(Average.MACRO)),
              Map.entry("macroRecall", evaluation.recall(Average.MACRO)),
              Map.entry("macroF1", evaluation.f1(Average.MACRO)),
              Map.entry("weightedPrecision", evaluation.precision(Average.WEIGHTED)),
              Map.entry("weightedRecall", evaluation.recall(Average.WEIGHTED)),
              Map.entry("weightedF1", evaluation.f1(Average.WEIGHTED)),
              Map.entry("microF1", evaluation.microF1()),
              Map.entry("microPrecision", evaluation.microPrecision()),
              Map.entry("microRecall", evaluation.microRecall()),
              Map.entry("macroF2", evaluation.fBeta(2, Average.MACRO)),
              Map.entry("balancedAccuracy", evaluation.balancedAccuracy()),
              Map.entry("cost", evaluation.cost(costs(evaluation))),
              Map.entry("microRocAuc", evaluation.microRocAuc()),
              Map.entry("microAveragePrecision", evaluation.microAveragePrecision()),
              Map.entry("rocAuc", evaluation.rocAuc()),
              Map.entry("macroRocAuc", evaluation.rocAuc(Average.MACRO)),
              Map.entry("weightedRocAuc", evaluation.rocAuc(Average.WEIGHTED)),
              Map.entry("macroAveragePrecision", evaluation.averagePrecision(Average.MACRO)),
              Map.entry("weightedAveragePrecision", evaluation.averagePrecision(Average.WEIGHTED)),
              Map.entry("logLoss", evaluation.logLoss()),
              Map.entry("matthews", evaluation.matthews()),
              Map.entry("kappa", evaluation.kappa()),
              Map.entry("brier", evaluation.brier()),
              Map.entry("calibrationError", evaluation.calibrationError()));
      assertAll(
          figures.entrySet().stream()
              .map(
                  figure ->
                      (Executable)
                          () ->
                              assertClose(
                                  figure.getKey(),
                                  figure.getValue(),
                                  number(one.get(figure.getKey()))))
              .toArray(Executable[]::new));
    }

    /** 1 + truth + 2 * answer, by index, for errors. */
    private static CostMatrix costs(Evaluation evaluation) {
      CostMatrix costs = CostMatrix.uniform();
      List<String> truths = evaluation.confusion().truths();
      for (int i = 0; i < truths.size(); i++) {
        for (int j = 0; j < evaluation.labels().size(); j++) {
          if (i != j) {
            costs = costs.of(truths.get(i), evaluation.labels().get(j), 1 + i + 2.0 * j);
          }
        }
      }
      return costs;
    }

    /** Where scikit-learn takes no weights of rows. */
    @ParameterizedTest
    @MethodSource("cases")
    void pairs_of_classes_bins_and_coverage_are_those_of_scikit_learn(JsonNode one) {
      Evaluation evaluation = evaluation(one);
      if (one.get("coverage").isNull()) {
        assertThat(one.get("name").textValue()).endsWith("weighted");
        return;
      }
      for (Average average : Average.values()) {
        String name = average == Average.MACRO ? "macroOneVersusOne" : "weightedOneVersusOne";
        assertClose(name, evaluation.rocAucOneVersusOne(average), number(one.get(name)));
      }
      List<CoveragePoint> points = evaluation.coverage();
      assertThat(points).hasSize(one.get("coverage").size());
      for (int i = 0; i < points.size(); i++) {
        CoveragePoint point = points.get(i);
        assertClose(
            "coverage " + i,
            DoubleStream.of(point.confidence(), point.coverage(), point.accuracy()),
            one.get("coverage").get(i));
      }
      for (JsonNode curve : one.get("curves")) {
        List<ReliabilityBin> bins =
            evaluation.reliability(curve.get("label").textValue(), 7).stream()
                .filter(bin -> bin.rows() > 0)
                .toList();
        JsonNode expected = curve.get("bins");
        assertClose(
            "confidence",
            bins.stream().mapToDouble(ReliabilityBin::confidence),
            expected.get("confidence"));
        assertClose(
            "accuracy",
            bins.stream().mapToDouble(ReliabilityBin::accuracy),
            expected.get("accuracy"));
      }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void figures_of_each_class_are_those_of_scikit_learn(JsonNode one) {
      List<ClassMetrics> classes = evaluation(one).classes();
      assertThat(classes).extracting(ClassMetrics::label).isEqualTo(strings(one.get("labels")));
      assertAll(
          () -> assertClose("precision", of(classes, "precision"), one.get("precision")),
          () -> assertClose("recall", of(classes, "recall"), one.get("recall")),
          () -> assertClose("f1", of(classes, "f1"), one.get("f1")),
          () -> assertClose("specificity", of(classes, "specificity"), one.get("specificity")),
          () -> assertClose("support", of(classes, "support"), one.get("support")),
          () -> assertClose("rocAuc", of(classes, "rocAuc"), one.get("rocAucs")),
          () -> assertClose("ap", of(classes, "averagePrecision"), one.get("averagePrecision")));
    }

    private static DoubleStream of(List<ClassMetrics> classes, String figure) {
      return classes.stream()
          .mapToDouble(
              one ->
                  switch (figure) {
                    case "precision" -> one.precision();
                    case "recall" -> one.recall();
                    case "f1" -> one.f1();
                    case "specificity" -> one.specificity();
                    case "support" -> one.support();
                    case "rocAuc" -> one.rocAuc();
                    default -> one.averagePrecision();
                  });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void confusion_matrix_is_that_of_scikit_learn(JsonNode one) {
      ConfusionMatrix matrix = evaluation(one).confusion();
      assertThat(matrix.truths()).isEqualTo(strings(one.get("truths")));
      assertThat(matrix.classes()).isEqualTo(strings(one.get("labels")));
      for (int i = 0; i < matrix.truths().size(); i++) {
        for (int j = 0; j < matrix.classes().size(); j++) {
          assertThat(matrix.count(i, j))
              .as("truth %d, answer %d", i, j)
              .isEqualTo(one.get("confusion").get(i).get(j).intValue());
        }
      }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void top_k_counts_the_truth_among_the_likeliest(JsonNode one) {
      Evaluation evaluation = evaluation(one);
      one.get("top")
          .fields()
          .forEachRemaining(
              top ->
                  assertClose(
                      "top-" + top.getKey(),
                      evaluation.topAccuracy(Integer.parseInt(top.getKey())),
                      number(top.getValue())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void roc_curves_are_those_of_scikit_learn(JsonNode one) {
      Evaluation evaluation = evaluation(one);
      for (JsonNode curve : one.get("curves")) {
        List<RocPoint> points = evaluation.rocCurve(curve.get("label").textValue());
        assertThat(points.get(0).threshold()).isEqualTo(Double.POSITIVE_INFINITY);
        assertClose(
            "threshold",
            points.stream().skip(1).mapToDouble(RocPoint::threshold),
            curve.get("thresholds"));
        assertClose(
            "true positive rate",
            points.stream().mapToDouble(RocPoint::truePositiveRate),
            curve.get("truePositiveRates"));
        assertClose(
            "false positive rate",
            points.stream().mapToDouble(RocPoint::falsePositiveRate),
            curve.get("falsePositiveRates"));
        List<PrecisionRecallPoint> steps =
            evaluation.precisionRecall(curve.get("label").textValue());
        assertClose(
            "precision",
            steps.stream().mapToDouble(PrecisionRecallPoint::precision),
            curve.get("precisions"));
        assertClose(
            "recall",
            steps.stream().mapToDouble(PrecisionRecallPoint::recall),
            curve.get("recalls"));
      }
    }
  }

  @Nested
  class UnknownLabels {
    private final Evaluation known = spam(0.2f, 0.9f, 0.6f, 0.7f);

    private static Evaluation.Builder withUnknown() {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      builder.add("ham", new float[] {0.8f, 0.2f});
      builder.add("phishing", new float[] {0.1f, 0.9f});
      builder.add("spam", new float[] {1 - 0.9f, 0.9f});
      builder.add("ham", new float[] {1 - 0.6f, 0.6f});
      builder.add("advert", new float[] {0.6f, 0.4f});
      builder.add("spam", new float[] {1 - 0.7f, 0.7f});
      builder.add("phishing", new float[] {0.7f, 0.3f});
      return builder;
    }

    @Test
    void count_as_wrong() {
      Evaluation evaluation = withUnknown().build();
      assertThat(evaluation.rows()).isEqualTo(7);
      assertThat(evaluation.accuracy()).isEqualTo(3 / 7.0);
      assertThat(evaluation.topAccuracy(1)).isEqualTo(3 / 7.0);
      assertThat(evaluation.topAccuracy(2)).isEqualTo(4 / 7.0);
      assertThat(evaluation.microF1()).isEqualTo(2 * 3 / (7.0 + 4));
      assertThat(evaluation.classes().get(1).precision()).isEqualTo(2 / 4.0);
    }

    @Test
    void are_reported_by_name_in_order_with_their_rows() {
      assertThat(withUnknown().build().unknownLabels())
          .containsExactly(Map.entry("advert", 1), Map.entry("phishing", 2));
      assertThat(known.unknownLabels()).isEmpty();
    }

    @Test
    void are_rows_of_the_confusion_matrix_after_those_of_the_classes() {
      ConfusionMatrix matrix = withUnknown().build().confusion();
      assertThat(matrix.truths()).containsExactly("ham", "spam", "advert", "phishing");
      assertThat(matrix.classes()).containsExactly("ham", "spam");
      assertThat(matrix.count(3, 0)).isEqualTo(1);
      assertThat(matrix.count(3, 1)).isEqualTo(1);
      assertThat(matrix.support(3)).isEqualTo(2);
    }

    @Test
    void have_no_part_in_figures_of_probabilities() {
      Evaluation evaluation = withUnknown().build();
      assertThat(evaluation.logLoss()).isEqualTo(known.logLoss()).isPositive();
      assertThat(evaluation.rocAuc()).isEqualTo(known.rocAuc()).isEqualTo(1);
      assertThat(evaluation.brier()).isEqualTo(known.brier()).isPositive();
      assertThat(evaluation.calibrationError()).isEqualTo(known.calibrationError()).isPositive();
      assertThat(evaluation.rocCurve("spam")).isEqualTo(known.rocCurve("spam"));
    }

    @Test
    void alone_leave_such_figures_undefined() {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      builder.add("phishing", new float[] {0.1f, 0.9f});
      Evaluation evaluation = builder.build();
      assertThat(evaluation.accuracy()).isZero();
      assertThat(evaluation.f1(Average.WEIGHTED)).isZero();
      assertThat(evaluation.microF1()).isZero();
      assertThat(evaluation.topAccuracy(1)).isZero();
      assertThat(evaluation.logLoss()).isNaN();
      assertThat(evaluation.brier()).isNaN();
      assertThat(evaluation.calibrationError()).isNaN();
      assertThat(evaluation.rocAuc()).isNaN();
      assertThat(evaluation.rocAuc(Average.MACRO)).isNaN();
      assertThat(evaluation.rocAuc(Average.WEIGHTED)).isNaN();
      assertThat(evaluation.toString()).contains("phishing");
    }
  }

  @Nested
  class Json {
    @Test
    void holds_every_single_figure_and_those_of_each_class() {
      Evaluation evaluation = spam(0.25f, 0.75f, 0.5f, 0.25f);
      JsonNode json = evaluation.toJson();
      assertThat(json.fieldNames())
          .toIterable()
          .containsExactly(
              "rows",
              "accuracy",
              "balancedAccuracy",
              "macroPrecision",
              "macroRecall",
              "macroF1",
              "weightedPrecision",
              "weightedRecall",
              "weightedF1",
              "microF1",
              "logLoss",
              "rocAuc",
              "averagePrecision",
              "matthews",
              "kappa",
              "brier",
              "calibrationError",
              "classes",
              "positive",
              "unknownLabels");
      assertThat(json.get("rows").intValue()).isEqualTo(4);
      assertThat(json.get("positive").textValue()).isEqualTo("spam");
      assertThat(json.get("accuracy").doubleValue()).isEqualTo(0.75);
      assertThat(json.get("logLoss").doubleValue()).isEqualTo(evaluation.logLoss());
      assertThat(json.get("classes").get(1).toString())
          .isEqualTo(
              "{\"label\":\"spam\",\"precision\":1.0,\"recall\":0.5,\"f1\":0.6666666666666666,"
                  + "\"specificity\":1.0,\"support\":2,\"rocAuc\":0.625,\"averagePrecision\":0.75}");
      assertThat(json.get("unknownLabels").toString()).isEqualTo("{}");
    }

    @Test
    void writes_what_is_undefined_as_null() throws IOException {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      builder.add("ham", new float[] {0.75f, 0.25f});
      builder.add("new", new float[] {0.75f, 0.25f});
      JsonNode json = new ObjectMapper().readTree(builder.build().toJson().toString());
      assertThat(json.get("rocAuc").isNull()).isTrue();
      assertThat(json.get("classes").get(0).get("rocAuc").isNull()).isTrue();
      assertThat(json.get("logLoss").isNumber()).isTrue();
      assertThat(json.get("unknownLabels").toString()).isEqualTo("{\"new\":1}");
    }
  }

  @Nested
  class Building {
    @Test
    void answers_the_first_of_equally_likely_labels() {
      ConfusionMatrix matrix = spam(0.5f).confusion();
      assertThat(matrix.count(0, 0)).isEqualTo(1);
    }

    @Test
    void copies_what_it_is_given() {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      float[] scores = {0.75f, 0.25f};
      builder.add("ham", scores);
      scores[0] = 0;
      scores[1] = 1;
      builder.add("spam", scores);
      Evaluation evaluation = builder.build();
      assertThat(evaluation.logLoss()).isCloseTo(-Math.log(0.75) / 2, within(1e-12));
    }

    @Test
    void rows_added_later_do_not_change_an_evaluation() {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      builder.add("ham", new float[] {0.75f, 0.25f});
      builder.add("new", new float[] {0.75f, 0.25f});
      Evaluation evaluation = builder.build();
      String before = evaluation.toJson().toString() + evaluation;
      builder.add("ham", new float[] {0.25f, 0.75f});
      builder.add("new", new float[] {0.25f, 0.75f});
      assertThat(evaluation.toJson().toString() + evaluation).isEqualTo(before);
      assertThat(builder.build().rows()).isEqualTo(4);
    }

    @Test
    void lists_of_figures_are_immutable() {
      Evaluation evaluation = spam(0.25f, 0.75f);
      assertThat(evaluation.labels()).isUnmodifiable();
      assertThat(evaluation.classes()).isUnmodifiable();
      assertThat(evaluation.unknownLabels()).isUnmodifiable();
      assertThat(evaluation.rocCurve("spam")).isUnmodifiable();
      assertThat(evaluation.confusion().truths()).isUnmodifiable();
      assertThat(evaluation.confusion().confusions(3)).isUnmodifiable();
    }
  }

  @Nested
  class Confusions {
    private static ConfusionMatrix matrix() {
      Evaluation.Builder builder = Evaluation.builder(List.of("a", "b", "c"), 0);
      builder.add("a", new float[] {0, 1, 0});
      builder.add("c", new float[] {1, 0, 0});
      builder.add("c", new float[] {0, 1, 0});
      builder.add("c", new float[] {0, 1, 0});
      builder.add("new", new float[] {1, 0, 0});
      builder.add("b", new float[] {0, 1, 0});
      return builder.build().confusion();
    }

    @Test
    void come_most_often_first_and_then_in_the_order_of_the_matrix() {
      assertThat(matrix().confusions(10))
          .containsExactly(
              new ConfusionMatrix.Confusion("c", "b", 2),
              new ConfusionMatrix.Confusion("a", "b", 1),
              new ConfusionMatrix.Confusion("c", "a", 1),
              new ConfusionMatrix.Confusion("new", "a", 1));
      assertThat(matrix().confusions(1))
          .containsExactly(new ConfusionMatrix.Confusion("c", "b", 2));
      assertThat(matrix().confusions(0)).isEmpty();
    }

    @Test
    void refuse_a_negative_number() {
      assertThatThrownBy(() -> matrix().confusions(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("most must not be negative, got -1.");
    }
  }

  @Nested
  class Errors {
    @Test
    void nothing_to_evaluate() {
      assertThatThrownBy(() -> Evaluation.builder(List.of("ham", "spam"), 1).build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("There is nothing to evaluate: add rows first.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void a_positive_class_that_does_not_exist(int positive) {
      assertThatThrownBy(() -> Evaluation.builder(List.of("ham", "spam"), positive))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "positive must be the index of a label, 0 to 1, got "
                  + positive
                  + ". The labels are [ham, spam].");
    }

    @Test
    void no_labels() {
      assertThatThrownBy(() -> Evaluation.builder(List.of(), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("An evaluation needs the labels of the model, got none.");
    }

    @Test
    void a_label_that_comes_twice() {
      assertThatThrownBy(() -> Evaluation.builder(List.of("ham", "spam", "ham"), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Labels must differ, got \"ham\" twice in [ham, spam, ham].");
    }

    @Test
    void a_row_of_another_number_of_probabilities() {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      assertThatThrownBy(() -> builder.add("ham", new float[] {1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A row needs a probability for each of the 2 labels, got 1.");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, -0.1f, 1.1f, Float.POSITIVE_INFINITY})
    void a_score_that_is_no_probability(float score) {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      assertThatThrownBy(() -> builder.add("ham", new float[] {0.5f, score}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The probability of \"spam\" must be in [0, 1], got "
                  + score
                  + ". Give probabilities, not logits: apply softmax first.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_weight_that_is_none(double weight) {
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      assertThatThrownBy(() -> builder.add("ham", new float[] {1, 0}, weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The weight of a row must be finite and not negative, got " + weight + ".");
    }

    @Test
    void a_threshold_of_more_than_two_labels_or_after_rows() {
      assertThatThrownBy(() -> Evaluation.builder(List.of("a", "b", "c"), 1).threshold(0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A threshold in (0, 1] is for two labels, got 0.5 for [a, b, c].");
      Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
      builder.add("ham", new float[] {1, 0});
      assertThatThrownBy(() -> builder.threshold(0.5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The threshold comes before the rows, got 1.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_beta_that_is_none(double beta) {
      assertThatThrownBy(() -> spam(0.5f).fBeta(beta, Average.MACRO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("beta must be positive and finite, got " + beta + ".");
    }

    @Test
    void no_bin() {
      assertThatThrownBy(() -> spam(0.5f).reliability(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There must be at least 1 bin, got 0.");
    }

    @Test
    void a_cost_that_is_none() {
      assertThatThrownBy(() -> CostMatrix.uniform().of("ham", "spam", Double.NaN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("What it costs to take \"ham\" for \"spam\" must be finite, got NaN.");
    }

    @Test
    void the_curve_of_a_label_that_the_model_does_not_know() {
      assertThatThrownBy(() -> spam(0.5f).rocCurve("Spam"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The model has no label \"Spam\": expected one of [ham, spam].");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void top_of_less_than_one(int k) {
      assertThatThrownBy(() -> spam(0.5f).topAccuracy(k))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("k must be at least 1, got " + k + ".");
    }
  }
}
