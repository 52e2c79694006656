package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  /** Rows with the score of "spam" in tenths; odd ones are spam. */
  private static Evaluation rows(int... tenths) {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    for (int i = 0; i < tenths.length; i++) {
      float score = tenths[i] / 10f;
      builder.add(i % 2 == 1 ? "spam" : "ham", new float[] {1 - score, score});
    }
    return builder.build();
  }

  private static Thresholds spam(int... tenths) {
    return rows(tenths).thresholds("spam");
  }

  @Test
  void of_a_target_precision_the_one_of_most_recall_is_taken() {
    // By falling score: spam 9, spam 8, ham 7, spam 6, ham 5, ham 2.
    OperatingPoint point = spam(7, 9, 5, 8, 2, 6).forPrecision(0.75).orElseThrow();
    assertThat(point.threshold()).isCloseTo(0.55, within(1e-7));
    assertThat(point.precision()).isEqualTo(0.75);
    assertThat(point.recall()).isEqualTo(1);
    assertThat(point.falsePositiveRate()).isEqualTo(1 / 3.0);
    assertThat(point.f1()).isCloseTo(6 / 7.0, within(1e-12));
    assertThat(spam(7, 9, 5, 8, 2, 6).forPrecision(0.9).orElseThrow().threshold())
        .isCloseTo(0.75, within(1e-7));
  }

  @Test
  void a_precision_that_no_threshold_has_is_said() {
    assertThat(spam(9, 8).forPrecision(0.51)).isEmpty();
    assertThat(spam(9, 8).forPrecision(0.5)).isPresent();
  }

  @Test
  void of_a_target_recall_the_one_of_most_precision_is_taken() {
    OperatingPoint point = spam(7, 9, 5, 8, 2, 6).forRecall(0.6).orElseThrow();
    assertThat(point.threshold()).isCloseTo(0.75, within(1e-7));
    assertThat(point.recall()).isEqualTo(2 / 3.0);
    assertThat(point.precision()).isEqualTo(1);
    assertThat(spam(5).forRecall(0.5)).as("without positive rows").isEmpty();
  }

  @Test
  void equal_scores_are_taken_together() {
    OperatingPoint point = spam(5, 5, 5, 5, 1, 9).forRecall(0.5).orElseThrow();
    assertThat(point.threshold()).isCloseTo(0.3, within(1e-7));
    assertThat(point.precision()).isEqualTo(0.6);
  }

  @Test
  void a_score_of_zero_cannot_be_taken() {
    assertThat(spam(0, 0).forRecall(0.5)).isEmpty();
    assertThat(spam(0, 0, 0, 7).forRecall(1)).isEmpty();
    assertThat(spam(0, 0, 0, 7).forRecall(0.5)).isPresent();
  }

  @Test
  void the_cheapest_weighs_both_kinds_of_error() {
    // By falling score: ham 9, spam 8, ham 7, spam 6, ham 5, spam 2.
    assertThat(spam(9, 8, 7, 6, 5, 2).forCost(1, 10).recall()).isEqualTo(1);
    OperatingPoint none = spam(9, 8, 7, 6, 5, 2).forCost(10, 1);
    assertThat(none.threshold()).isBetween(0.9 + 1e-6, 1.0);
    assertThat(none.recall()).isZero();
    assertThat(spam(9, 8, 7, 6, 1, 5).forCost(1, 1).threshold()).isCloseTo(0.3, within(1e-7));
  }

  @Test
  void costs_must_be_costs() {
    for (double[] bad : new double[][] {{0, 0}, {-1, 1}, {1, Double.NaN}}) {
      assertThatThrownBy(() -> spam(9, 8).forCost(bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Costs must be finite and not negative, and not both 0, got "
                  + bad[0]
                  + " and "
                  + bad[1]
                  + ".");
    }
  }

  /** What a threshold is said to give is what an evaluation with it finds. */
  @Property(tries = 200)
  void achieve_what_they_say(
      @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 10) Integer> tenths) {
    int[] scores = tenths.stream().mapToInt(Integer::intValue).toArray();
    List<OperatingPoint> points = new ArrayList<>(spam(scores).all());
    points.add(spam(scores).forCost(2, 1));
    for (OperatingPoint point : points) {
      Evaluation.Builder builder =
          Evaluation.builder(List.of("ham", "spam"), 1).threshold(point.threshold());
      for (int i = 0; i < scores.length; i++) {
        float score = scores[i] / 10f;
        builder.add(i % 2 == 1 ? "spam" : "ham", new float[] {1 - score, score});
      }
      ClassMetrics found = builder.build().classes().get(1);
      assertThat(found.precision()).isCloseTo(point.precision(), within(1e-12));
      assertThat(found.recall()).isCloseTo(point.recall(), within(1e-12));
      assertThat(found.f1()).isCloseTo(point.f1(), within(1e-12));
    }
  }

  /** By trying every threshold. */
  @Property(tries = 200)
  void the_cheapest_is_the_cheapest(
      @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 9) Integer> tenths,
      @ForAll @IntRange(min = 1, max = 5) int falsePositive) {
    int[] scores = tenths.stream().mapToInt(Integer::intValue).toArray();
    double least = Double.POSITIVE_INFINITY;
    for (double threshold = 0.05; threshold < 1; threshold += 0.1) {
      least = Math.min(least, cost(scores, threshold, falsePositive));
    }
    OperatingPoint point = spam(scores).forCost(falsePositive, 1);
    assertThat(cost(scores, point.threshold(), falsePositive)).isEqualTo(least);
  }

  private static double cost(int[] tenths, double threshold, double falsePositive) {
    double cost = 0;
    for (int i = 0; i < tenths.length; i++) {
      boolean given = tenths[i] / 10f >= threshold;
      cost += i % 2 == 1 ? (given ? 0 : 1) : (given ? falsePositive : 0);
    }
    return cost;
  }

  @Test
  void the_confidence_for_an_accuracy_leaves_as_many_answers_as_can_be() {
    // Confidences: wrong .9, right .8, wrong .7, right .6, right .5 (ham, though its row is odd).
    Evaluation evaluation = rows(9, 8, 7, 6, 5);
    double confidence = evaluation.confidenceFor(0.6).orElseThrow();
    assertThat(evaluation.coverageAt(confidence).accuracy()).isEqualTo(0.6);
    assertThat(evaluation.coverageAt(confidence).coverage()).isEqualTo(1);
    assertThat(evaluation.confidenceFor(0.61)).isEmpty();
    Evaluation better = rows(1, 8, 4, 6, 7);
    double careful = better.confidenceFor(0.9).orElseThrow();
    assertThat(careful).isCloseTo(0.75, within(1e-7));
    assertThat(better.coverageAt(careful)).isEqualTo(new CoveragePoint(careful, 0.4, 1));
  }

  @Test
  void the_confidence_for_a_coverage_answers_that_many() {
    Evaluation evaluation = rows(1, 8, 4, 6, 7);
    double confidence = evaluation.confidenceForCoverage(0.5).orElseThrow();
    assertThat(evaluation.coverageAt(confidence).coverage()).isEqualTo(0.6);
  }
}
