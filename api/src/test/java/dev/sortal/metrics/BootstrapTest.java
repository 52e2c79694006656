package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  private static final Bootstrap SMALL = Bootstrap.standard().resamples(200);

  private static Evaluation noisy(int rows, int classes, double signal, long seed) {
    Random random = new Random(seed);
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
    Evaluation.Builder builder = Evaluation.builder(labels, 1);
    for (int row = 0; row < rows; row++) {
      int truth = row % classes;
      float[] scores = new float[classes];
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        scores[i] = (float) Math.exp(random.nextGaussian() + (i == truth ? signal : 0));
        sum += scores[i];
      }
      for (int i = 0; i < classes; i++) {
        scores[i] = (float) Math.min(1, scores[i] / sum);
      }
      builder.add(labels.get(truth), scores);
    }
    return builder.build();
  }

  @Test
  void the_interval_of_a_share_is_that_of_the_binomial_distribution() {
    Evaluation evaluation = noisy(2000, 2, 1.5, 1);
    Interval interval =
        evaluation.interval(Evaluation::accuracy, Bootstrap.standard().resamples(4000));
    double p = evaluation.accuracy();
    double half = 1.959964 * Math.sqrt(p * (1 - p) / 2000);
    assertThat(interval.estimate()).isEqualTo(p);
    assertThat(interval.low()).isCloseTo(p - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(p + half, within(0.1 * half));
    assertThat(interval.level()).isEqualTo(0.95);
    assertThat(interval.undefined()).isZero();
  }

  @Test
  void the_same_seed_draws_the_same_rows_and_another_seed_others() {
    Evaluation evaluation = noisy(300, 3, 1, 2);
    Interval first = evaluation.interval(Evaluation::macroF1, SMALL);
    assertThat(evaluation.interval(Evaluation::macroF1, SMALL)).isEqualTo(first);
    assertThat(evaluation.interval(Evaluation::macroF1, SMALL.seed(1))).isNotEqualTo(first);
  }

  @Test
  void a_lower_level_is_narrower() {
    Evaluation evaluation = noisy(300, 3, 1, 2);
    Interval wide = evaluation.interval(Evaluation::logLoss, SMALL);
    Interval narrow = evaluation.interval(Evaluation::logLoss, SMALL.level(0.5));
    assertThat(narrow.low()).isGreaterThan(wide.low());
    assertThat(narrow.high()).isLessThan(wide.high());
  }

  @Test
  void a_resample_is_the_evaluation_of_the_rows_repeated() {
    Evaluation.Builder once = Evaluation.builder(List.of("a", "b", "c"), 0);
    Evaluation.Builder repeated = Evaluation.builder(List.of("a", "b", "c"), 0);
    Random random = new Random(5);
    int[] times = new int[50];
    for (int row = 0; row < times.length; row++) {
      times[row] = random.nextInt(4);
      String truth = List.of("a", "b", "c", "unknown").get(row % 4);
      float[] scores = {
        random.nextInt(5) / 4f, random.nextInt(5) / 4f, random.nextInt(5) / 4f,
      };
      once.add(truth, scores);
      for (int i = 0; i < times[row]; i++) {
        repeated.add(truth, scores);
      }
    }
    Evaluation drawn = once.build().resample(times);
    Evaluation expected = repeated.build();
    assertThat(drawn.toJson()).isEqualTo(expected.toJson());
    assertThat(drawn.toString()).isEqualTo(expected.toString());
    assertThat(drawn.rocCurve("b")).isEqualTo(expected.rocCurve("b"));
    assertThat(drawn.precisionRecall("b")).isEqualTo(expected.precisionRecall("b"));
    assertThat(drawn.reliability(10)).isEqualTo(expected.reliability(10));
    assertThat(drawn.reliability("c", 10)).isEqualTo(expected.reliability("c", 10));
    assertThat(drawn.coverage()).isEqualTo(expected.coverage());
    assertThat(drawn.topAccuracy(2)).isEqualTo(expected.topAccuracy(2));
    assertThat(drawn.microRocAuc()).isEqualTo(expected.microRocAuc());
  }

  @Test
  void resamples_on_which_a_figure_is_undefined_are_left_out_and_said() {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    builder.add("spam", new float[] {0.1f, 0.9f});
    for (int i = 0; i < 9; i++) {
      builder.add("ham", new float[] {0.05f * (i + 1), 1 - 0.05f * (i + 1)});
    }
    Interval interval = builder.build().interval(Evaluation::rocAuc, SMALL);
    // A row is in no resample of ten with probability (9/10)^10 = 0.349.
    assertThat(interval.undefined()).isCloseTo(0.349, within(0.1));
    assertThat(interval.low()).isLessThanOrEqualTo(interval.estimate());
    assertThat(interval.toString()).matches(".* \\(undefined on [0-9.]+ % of resamples\\)");
  }

  @Test
  void a_figure_that_is_undefined_on_the_rows_has_no_interval() {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    builder.add("ham", new float[] {0.1f, 0.9f});
    Interval interval = builder.build().interval(Evaluation::rocAuc, SMALL);
    assertThat(interval.estimate()).isNaN();
    assertThat(interval.low()).isNaN();
    assertThat(interval.high()).isNaN();
    assertThat(interval.undefined()).isEqualTo(1);
  }

  @Test
  void intervals_of_all_figures_are_those_of_each() {
    Evaluation evaluation = noisy(120, 3, 1, 3);
    Map<String, Interval> all = evaluation.intervals(SMALL);
    assertThat(all.keySet()).isEqualTo(evaluation.figures().keySet());
    assertThat(all).containsEntry("kappa", evaluation.interval(Evaluation::kappa, SMALL));
    assertThat(all).containsEntry("brier", evaluation.interval(Evaluation::brier, SMALL));
  }

  @Test
  void any_function_has_an_interval() {
    ToDoubleFunction<Evaluation> figure =
        one -> one.confusion().confusions(1).get(0).count() / (double) one.rows();
    Interval interval = noisy(200, 3, 0.5, 4).interval(figure, SMALL);
    assertThat(interval.low()).isPositive().isLessThan(interval.high());
  }

  @Test
  void several_labels_have_intervals_too() {
    MultiLabelEvaluation.Builder builder =
        MultiLabelEvaluation.builder(List.of("a", "b"), List.of(0.5, 0.5));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      builder.add(
          i % 3 == 0 ? List.of("a") : List.of("a", "b"),
          new float[] {random.nextFloat(), random.nextFloat()});
    }
    MultiLabelEvaluation evaluation = builder.build();
    Interval interval = evaluation.interval(MultiLabelEvaluation::subsetAccuracy, SMALL);
    double p = evaluation.subsetAccuracy();
    double half = 1.96 * Math.sqrt(p * (1 - p) / 100);
    assertThat(interval.high() - interval.low()).isCloseTo(2 * half, within(0.4 * half));
  }

  @Test
  void intervals_are_written_the_same_in_any_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new Interval(0.5, 0.25, 0.75, 0.95, 0)).hasToString("0.5000 [0.2500, 0.7500]");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void percentiles_are_interpolated_between_resamples() {
    Interval interval = Interval.of(2, new double[] {4, 1, Double.NaN, 3, 2}, 0.8);
    // numpy.quantile([1, 2, 3, 4], [0.1, 0.9])
    assertThat(interval.low()).isCloseTo(1.3, within(1e-12));
    assertThat(interval.high()).isCloseTo(3.7, within(1e-12));
    assertThat(interval.undefined()).isCloseTo(0.2, within(1e-12));
  }

  @Nested
  class Errors {
    @Test
    void no_resample() {
      assertThatThrownBy(() -> Bootstrap.standard().resamples(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There must be at least 1 resample, got 0. 1000 is usual.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
    void a_level_that_is_no_share(double level) {
      assertThatThrownBy(() -> Bootstrap.standard().level(level))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The level of an interval must be between 0 and 1, got "
                  + level
                  + ". 0.95 is usual.");
    }
  }
}
