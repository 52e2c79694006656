package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Identities that hold for any rows. */
class MetricPropertiesTest {
  private static final double LAST_BITS = 1e-12;

  record Row(String truth, float[] scores) {}

  record Rows(List<String> labels, int positive, List<Row> rows) {
    Evaluation evaluate() {
      Evaluation.Builder builder = Evaluation.builder(labels, positive);
      rows.forEach(row -> builder.add(row.truth(), row.scores()));
      return builder.build();
    }
  }

  /** Rows of two to five classes; coarse scores, so that ties are common. */
  private static Arbitrary<Rows> rows(boolean allKnown) {
    return Arbitraries.integers()
        .between(2, 5)
        .flatMap(
            classes -> {
              List<String> labels =
                  IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
              Arbitrary<String> truth =
                  Arbitraries.integers()
                      .between(0, allKnown ? classes - 1 : classes + 1)
                      .map(i -> "class " + i);
              Arbitrary<float[]> scores =
                  Arbitraries.floats()
                      .between(0, 1)
                      .ofScale(1)
                      .array(float[].class)
                      .ofSize(classes);
              return Combinators.combine(
                      Arbitraries.integers().between(0, classes - 1),
                      Combinators.combine(truth, scores)
                          .as(Row::new)
                          .list()
                          .ofMinSize(1)
                          .ofMaxSize(40))
                  .as((positive, rows) -> new Rows(labels, positive, rows));
            });
  }

  @Provide
  Arbitrary<Rows> knownRows() {
    return rows(true);
  }

  @Provide
  Arbitrary<Rows> anyRows() {
    return rows(false);
  }

  @Property(tries = 300)
  void micro_f1_is_accuracy_where_every_label_is_known(@ForAll("knownRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    assertThat(evaluation.microF1()).isCloseTo(evaluation.accuracy(), within(LAST_BITS));
  }

  @Property(tries = 300)
  void weighted_recall_is_accuracy_where_every_label_is_known(@ForAll("knownRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    assertThat(evaluation.recall(Average.WEIGHTED))
        .isCloseTo(evaluation.accuracy(), within(LAST_BITS));
  }

  @Property(tries = 300)
  void top_1_is_accuracy_and_top_k_never_falls(@ForAll("anyRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    assertThat(evaluation.topAccuracy(1)).isEqualTo(evaluation.accuracy());
    for (int k = 1; k < rows.labels().size(); k++) {
      assertThat(evaluation.topAccuracy(k + 1)).isGreaterThanOrEqualTo(evaluation.topAccuracy(k));
    }
    long known = rows.rows().stream().filter(row -> rows.labels().contains(row.truth())).count();
    assertThat(evaluation.topAccuracy(rows.labels().size()))
        .isEqualTo((double) known / rows.rows().size());
  }

  @Property(tries = 300)
  void the_order_of_rows_does_not_matter(@ForAll("anyRows") Rows rows, @ForAll long seed) {
    List<Row> shuffled = new ArrayList<>(rows.rows());
    Collections.shuffle(shuffled, new Random(seed));
    Evaluation first = rows.evaluate();
    Evaluation second = new Rows(rows.labels(), rows.positive(), shuffled).evaluate();
    assertThat(second.classes()).isEqualTo(first.classes());
    assertThat(second.confusion().truths()).isEqualTo(first.confusion().truths());
    assertThat(second.toString()).isEqualTo(first.toString());
    assertThat(second.matthews()).isEqualTo(first.matthews());
    assertSame(second.kappa(), first.kappa());
    assertSame(second.logLoss(), first.logLoss());
    assertSame(second.brier(), first.brier());
    assertSame(second.calibrationError(), first.calibrationError());
  }

  @Property(tries = 200)
  void a_weight_is_so_many_repetitions(
      @ForAll("anyRows") Rows rows,
      @ForAll @Size(40) List<@IntRange(min = 1, max = 3) Integer> times) {
    Evaluation.Builder weighted = Evaluation.builder(rows.labels(), rows.positive());
    Evaluation.Builder repeated = Evaluation.builder(rows.labels(), rows.positive());
    for (int i = 0; i < rows.rows().size(); i++) {
      Row row = rows.rows().get(i);
      weighted.add(row.truth(), row.scores(), times.get(i));
      for (int j = 0; j < times.get(i); j++) {
        repeated.add(row.truth(), row.scores());
      }
    }
    Evaluation first = weighted.build();
    Evaluation second = repeated.build();
    second
        .figures()
        .forEach((name, figure) -> assertSame(first.figures().getOrDefault(name, -1.0), figure));
    for (String label : rows.labels()) {
      assertThat(first.rocCurve(label)).isEqualTo(second.rocCurve(label));
      assertThat(first.precisionRecall(label)).isEqualTo(second.precisionRecall(label));
      assertThat(first.thresholds(label).all()).isEqualTo(second.thresholds(label).all());
    }
    assertThat(first.coverage()).isEqualTo(second.coverage());
    assertThat(first.rows()).isEqualTo(rows.rows().size());
  }

  @Property(tries = 200)
  void a_cost_of_one_for_every_error_is_the_share_of_errors(@ForAll("anyRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    assertSame(evaluation.cost(CostMatrix.uniform()), 1 - evaluation.accuracy());
  }

  @Property(tries = 200)
  void coverage_ends_with_all_rows_at_their_accuracy(@ForAll("anyRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    List<CoveragePoint> curve = evaluation.coverage();
    CoveragePoint last = curve.get(curve.size() - 1);
    assertThat(last.coverage()).isEqualTo(1);
    assertSame(last.accuracy(), evaluation.accuracy());
    for (CoveragePoint point : curve) {
      assertThat(evaluation.coverageAt(point.confidence())).isEqualTo(point);
    }
  }

  @Property(tries = 200)
  void of_two_classes_pairs_are_the_classes(@ForAll("knownRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    if (rows.labels().size() == 2) {
      assertSame(evaluation.rocAucOneVersusOne(Average.MACRO), evaluation.rocAuc(Average.MACRO));
    }
  }

  /** Equal but for the last bits of sums; NaN is equal to NaN. */
  private static void assertSame(double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, within(LAST_BITS));
    }
  }

  @Property(tries = 300)
  void the_matrix_adds_up(@ForAll("anyRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    ConfusionMatrix matrix = evaluation.confusion();
    int truths = matrix.truths().size();
    int classes = matrix.classes().size();
    assertThat(matrix.total()).isEqualTo(rows.rows().size()).isEqualTo(evaluation.rows());
    assertThat(IntStream.range(0, truths).map(matrix::support).sum()).isEqualTo(matrix.total());
    assertThat(IntStream.range(0, classes).map(matrix::predicted).sum()).isEqualTo(matrix.total());
    int confused =
        matrix.confusions(Integer.MAX_VALUE).stream()
            .mapToInt(ConfusionMatrix.Confusion::count)
            .sum();
    assertThat(matrix.right() + confused).isEqualTo(matrix.total());
    for (int i = 0; i < truths; i++) {
      String label = matrix.truths().get(i);
      assertThat(matrix.support(i))
          .isEqualTo((int) rows.rows().stream().filter(r -> r.truth().equals(label)).count());
    }
  }

  @Property(tries = 300)
  void figures_stay_in_their_ranges(@ForAll("anyRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    assertInRange(evaluation.accuracy(), 0, 1);
    assertInRange(evaluation.matthews(), -1, 1);
    assertInRange(evaluation.kappa(), -1, 1);
    assertInRange(evaluation.calibrationError(), 0, 1);
    assertInRange(evaluation.brier(), 0, rows.labels().size() == 2 ? 1 : rows.labels().size());
    assertInRange(evaluation.logLoss(), 0, 52 * Math.log(2));
    for (ClassMetrics one : evaluation.classes()) {
      assertInRange(one.f1(), Math.min(one.precision(), one.recall()), 1);
      assertInRange(one.rocAuc(), 0, 1);
      assertInRange(one.averagePrecision(), 0, 1);
    }
  }

  private static void assertInRange(double figure, double least, double most) {
    if (!Double.isNaN(figure)) {
      assertThat(figure).isBetween(least - LAST_BITS, most + LAST_BITS);
    }
  }

  @Property(tries = 300)
  void a_roc_curve_climbs_from_the_origin_to_one_by_falling_thresholds(
      @ForAll("knownRows") Rows rows) {
    Evaluation evaluation = rows.evaluate();
    for (ClassMetrics one : evaluation.classes()) {
      if (Double.isNaN(one.rocAuc())) {
        continue;
      }
      List<RocPoint> curve = evaluation.rocCurve(one.label());
      assertThat(curve.get(0)).isEqualTo(new RocPoint(Double.POSITIVE_INFINITY, 0, 0));
      RocPoint last = curve.get(curve.size() - 1);
      assertThat(List.of(last.truePositiveRate(), last.falsePositiveRate())).containsOnly(1.0);
      double area = 0;
      for (int i = 1; i < curve.size(); i++) {
        RocPoint from = curve.get(i - 1);
        RocPoint to = curve.get(i);
        assertThat(to.threshold()).isLessThan(from.threshold());
        assertThat(to.truePositiveRate()).isGreaterThanOrEqualTo(from.truePositiveRate());
        assertThat(to.falsePositiveRate()).isGreaterThanOrEqualTo(from.falsePositiveRate());
        area +=
            (to.falsePositiveRate() - from.falsePositiveRate())
                * (to.truePositiveRate() + from.truePositiveRate())
                / 2;
      }
      assertThat(area).isCloseTo(one.rocAuc(), within(LAST_BITS));
    }
  }

  /** By the definition: the share of pairs in which the positive row has the higher score. */
  private static double shareOfPairs(float[] scores, boolean[] positives) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positives[i] && !positives[j]) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  private static RankedScores ranked(float[] scores, boolean[] positives) {
    return new RankedScores(
        new RankedScores.Entries() {
          @Override
          public int count() {
            return scores.length;
          }

          @Override
          public int row(int entry) {
            return entry;
          }

          @Override
          public float score(int entry) {
            return scores[entry];
          }

          @Override
          public boolean isPositive(int entry) {
            return positives[entry];
          }
        });
  }

  private static double auc(float[] scores, boolean[] positives) {
    return ranked(scores, positives).rocAuc(RowWeights.of(scores.length, null));
  }

  @Property(tries = 500)
  void the_area_is_the_share_of_pairs_in_order(
      @ForAll("signedScores") float[] scores, @ForAll long seed) {
    boolean[] positives = positives(scores.length, seed);
    assertSame(auc(scores, positives), shareOfPairs(scores, positives));
  }

  @Property(tries = 500)
  void the_areas_of_scores_and_of_their_negatives_sum_to_one(
      @ForAll("signedScores") float[] scores, @ForAll long seed) {
    boolean[] positives = positives(scores.length, seed);
    float[] negated = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      negated[i] = -scores[i];
    }
    double area = auc(scores, positives);
    double opposite = auc(negated, positives);
    assertSame(area + opposite, Double.isNaN(area) ? Double.NaN : 1);
  }

  @Property(tries = 300)
  void thresholds_are_the_different_scores(@ForAll("signedScores") float[] scores) {
    List<RocPoint> curve =
        ranked(scores, positives(scores.length, 1)).roc(RowWeights.of(scores.length, null));
    List<Double> distinct =
        IntStream.range(0, scores.length)
            .mapToObj(i -> scores[i] + 0.0)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    assertThat(curve.stream().skip(1).map(RocPoint::threshold)).containsExactlyElementsOf(distinct);
  }

  @Provide
  Arbitrary<float[]> signedScores() {
    Arbitrary<Float> coarse = Arbitraries.floats().between(-2, 2).ofScale(0);
    Arbitrary<Float> any = Arbitraries.floats();
    Arbitrary<Float> special =
        Arbitraries.of(0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -1f, 1f);
    return Arbitraries.oneOf(coarse, any, special).array(float[].class).ofMinSize(1).ofMaxSize(40);
  }

  private static boolean[] positives(int rows, long seed) {
    Random random = new Random(seed);
    boolean[] positives = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      positives[i] = random.nextBoolean();
    }
    return positives;
  }
}
