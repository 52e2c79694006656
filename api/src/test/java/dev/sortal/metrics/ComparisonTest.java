package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Bootstrap SMALL = Bootstrap.standard().resamples(400);

  /** Rows of which each is right or wrong; the truth alternates. */
  private static Evaluation of(boolean... right) {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    for (int i = 0; i < right.length; i++) {
      boolean answer = (i % 2 == 1) == right[i];
      builder.add(
          i % 2 == 1 ? "spam" : "ham",
          answer ? new float[] {0.2f, 0.8f} : new float[] {0.8f, 0.2f});
    }
    return builder.build();
  }

  private static boolean[] random(int rows, double share, long seed) {
    Random random = new Random(seed);
    boolean[] right = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      right[i] = random.nextDouble() < share;
    }
    return right;
  }

  @Nested
  class Test_of_McNemar {
    /** statsmodels 0.15.0: mcnemar([[0, b], [c, 0]], exact=True).pvalue; scipy.stats for mid-p. */
    @ParameterizedTest
    @CsvSource({
      "0, 0, 1, 1",
      "0, 1, 1, 0.5",
      "5, 5, 1, 1",
      "1, 9, 0.021484375, 0.01171875",
      "14, 31, 0.016094360031, 0.011351591437",
      "40, 20, 0.013489293731, 0.009853448195",
      "300, 360, 0.021572348232, 0.019541266267",
      "0, 2000, 0, 0"
    })
    void has_the_probabilities_of_statsmodels(int first, int second, double exact, double mid) {
      McNemar test = McNemar.of(first, second);
      assertThat(test.exactP()).isCloseTo(exact, within(1e-10));
      assertThat(test.midP()).isCloseTo(mid, within(1e-10));
    }

    @Test
    void counts_the_rows_on_which_only_one_is_right() {
      McNemar test =
          Comparison.of(of(true, true, false, false, true), of(true, false, true, true, false))
              .mcNemar();
      assertThat(test).isEqualTo(new McNemar(2, 2, 1, 1)).hasToString("2 : 2 rows, p = 1.0000");
    }
  }

  @Test
  void the_difference_of_accuracies_is_that_of_pairs() {
    boolean[] first = random(500, 0.7, 1);
    boolean[] second = first.clone();
    for (int i = 0; i < 500; i += 10) {
      second[i] = true;
    }
    Evaluation one = of(first);
    Evaluation other = of(second);
    Difference difference = Comparison.of(one, other).difference(Evaluation::accuracy, SMALL);
    assertThat(difference.first()).isEqualTo(one.accuracy());
    assertThat(difference.second()).isEqualTo(other.accuracy());
    double d = other.accuracy() - one.accuracy();
    // Rows differ by 1 or not at all, so the variance is that of a share.
    double half = 1.96 * Math.sqrt(d * (1 - d) / 500);
    assertThat(difference.interval().low()).isCloseTo(d - half, within(0.3 * half));
    assertThat(difference.interval().high()).isCloseTo(d + half, within(0.3 * half));
    assertThat(difference.p()).isEqualTo(2.0 / 401);
  }

  @Test
  void a_classifier_does_not_differ_from_itself() {
    Evaluation one = of(random(60, 0.7, 1));
    Difference difference = Comparison.of(one, one).difference(Evaluation::macroF1, SMALL);
    assertThat(difference.interval()).isEqualTo(new Interval(0, 0, 0, 0.95, 0));
    assertThat(difference.p()).isEqualTo(1);
    assertThat(difference).hasToString("0.0000 [0.0000, 0.0000], p = 1.0000");
  }

  @Test
  void by_chance_about_one_difference_in_twenty_is_significant() {
    int significant = 0;
    for (int seed = 0; seed < 200; seed++) {
      Comparison<Evaluation> comparison =
          Comparison.of(of(random(80, 0.7, seed)), of(random(80, 0.7, -1 - seed)));
      significant += comparison.difference(Evaluation::accuracy, SMALL).p() < 0.05 ? 1 : 0;
    }
    assertThat(significant).isBetween(3, 22);
  }

  @Test
  void all_figures_are_compared_over_the_same_resamples() {
    Comparison<Evaluation> comparison =
        Comparison.of(of(random(60, 0.7, 1)), of(random(60, 0.8, 2)));
    assertThat(comparison.differences(SMALL))
        .containsEntry("accuracy", comparison.difference(Evaluation::accuracy, SMALL))
        .containsKey("rocAuc");
  }

  @Test
  void several_labels_are_compared_by_whole_rows() {
    MultiLabelEvaluation first =
        MultiLabelEvaluation.builder(List.of("a", "b"), List.of(0.5, 0.5))
            .add(List.of("a"), new float[] {1, 0})
            .add(List.of("a", "b"), new float[] {1, 0})
            .build();
    MultiLabelEvaluation second =
        MultiLabelEvaluation.builder(List.of("b", "a"), List.of(0.5, 0.5))
            .add(List.of("a"), new float[] {0, 1})
            .add(List.of("a", "b"), new float[] {1, 1})
            .build();
    McNemar test = Comparison.of(first, second).mcNemar();
    assertThat(test.onlyFirst()).isZero();
    assertThat(test.onlySecond()).isEqualTo(1);
  }

  @Nested
  class Errors {
    @Test
    void another_number_of_rows() {
      assertThatThrownBy(() -> Comparison.of(of(true, true), of(true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Two classifiers are compared on the same rows: expected 2 rows as in the first"
                  + " evaluation, got 1. Evaluate both on one data set.");
    }

    @Test
    void another_truth() {
      Evaluation.Builder other = Evaluation.builder(List.of("eggs", "ham", "spam"), 1);
      other.add("ham", new float[] {0, 1, 0});
      other.add("eggs", new float[] {0, 1, 0});
      assertThatThrownBy(() -> Comparison.of(of(true, true), other.build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Two classifiers are compared on the same rows: expected spam as the truth of row 2"
                  + " as in the first evaluation, got eggs. Evaluate both on one data set, in one"
                  + " order.");
    }

    @Test
    void another_weight() {
      Evaluation.Builder other = Evaluation.builder(List.of("ham", "spam"), 1);
      other.add("ham", new float[] {1, 0}, 2.5);
      assertThatThrownBy(() -> Comparison.of(of(true), other.build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Two classifiers are compared on the same rows: expected a weight of 1.0 for row 1 as"
                  + " in the first evaluation, got 2.5.");
    }
  }
}
