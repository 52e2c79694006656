package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Scores by falling value, each of a row and true or not; what ROC and its kin are read off, for
 * any weights of the rows. Immutable.
 *
 * <p>Equal scores are one step, so their order cannot matter. What has no weight is not there.
 */
final class RankedScores {
  /** What is ranked. */
  interface Entries {
    /** The number of entries. */
    int count();

    /** The row that an entry belongs to; several may belong to one. */
    int row(int entry);

    /** The score of an entry, not NaN. */
    float score(int entry);

    /** Whether what the score is about is true. */
    boolean isPositive(int entry);

    /** Whether the entry is ranked at all. */
    default boolean isKnown(int entry) {
      return true;
    }
  }

  /** Takes what is seen at one step of the way down. */
  @FunctionalInterface
  interface Step {
    /** The weight of the positive entries, and of all, that have at least that score. */
    void at(float score, double positives, double taken);
  }

  /** The rows of the entries, by falling score. */
  private final int[] rows;

  private final BitSet positives = new BitSet();

  /** Where the last of several equal scores stands. */
  private final BitSet ends = new BitSet();

  /** The different scores. */
  private final float[] scores;

  RankedScores(Entries entries) {
    long[] falling = new long[entries.count()];
    int known = 0;
    for (int i = 0; i < falling.length; i++) {
      if (entries.isKnown(i)) {
        falling[known++] = (long) ~ordered(entries.score(i)) << 32 | i;
      }
    }
    Arrays.sort(falling, 0, known);
    rows = new int[known];
    float[] different = new float[known];
    int steps = 0;
    for (int i = 0; i < known; i++) {
      int entry = (int) falling[i];
      rows[i] = entries.row(entry);
      positives.set(i, entries.isPositive(entry));
      if (i + 1 == known || falling[i + 1] >> 32 != falling[i] >> 32) {
        ends.set(i);
        different[steps++] = score(~(int) (falling[i] >> 32));
      }
    }
    scores = Arrays.copyOf(different, steps);
  }

  /** An int that compares as the score does; 0 and -0 are equal. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
  }

  private static float score(int ordered) {
    return Float.intBitsToFloat(ordered < 0 ? ~(ordered ^ Integer.MIN_VALUE) : ordered);
  }

  /** Goes down the different scores that have weight. */
  void descend(RowWeights weights, Step step) {
    double found = 0;
    double taken = 0;
    double before = 0;
    int next = 0;
    for (int i = 0; i < rows.length; i++) {
      double weight = weights.weight(rows[i]);
      taken += weight;
      if (positives.get(i)) {
        found += weight;
      }
      if (ends.get(i)) {
        if (taken > before) {
          step.at(scores[next], found, taken);
          before = taken;
        }
        next++;
      }
    }
  }

  /**
   * For each class of rows the area under the ROC curve of the positive rows against it alone.
   *
   * @param classOf the class of a row
   * @param classes how many there are
   */
  double[] rocAucs(IntUnaryOperator classOf, int classes, RowWeights weights) {
    double[] areas = new double[classes];
    double[] totals = new double[classes];
    double[] inStep = new double[classes];
    double found = 0;
    double foundBefore = 0;
    int begin = 0;
    for (int i = 0; i < rows.length; i++) {
      double weight = weights.weight(rows[i]);
      found += positives.get(i) ? weight : 0;
      inStep[classOf.applyAsInt(rows[i])] += weight;
      if (ends.get(i)) {
        for (int at = begin; at <= i; at++) {
          int one = classOf.applyAsInt(rows[at]);
          areas[one] += inStep[one] * (found + foundBefore) / 2;
          totals[one] += inStep[one];
          inStep[one] = 0;
        }
        begin = i + 1;
        foundBefore = found;
      }
    }
    for (int one = 0; one < classes; one++) {
      areas[one] /= totals[one] * found;
    }
    return areas;
  }

  /** The weights of the positive entries and of all. */
  double[] totals(RowWeights weights) {
    double found = 0;
    double taken = 0;
    for (int i = 0; i < rows.length; i++) {
      double weight = weights.weight(rows[i]);
      taken += weight;
      if (positives.get(i)) {
        found += weight;
      }
    }
    return new double[] {found, taken};
  }

  /** The area under the ROC curve by trapezoids; NaN without positives or without negatives. */
  double rocAuc(RowWeights weights) {
    Sums sums = new Sums();
    descend(
        weights,
        (score, found, taken) -> {
          double misses = taken - found;
          sums.total += (misses - (sums.taken - sums.found)) * (found + sums.found) / 2;
          sums.found = found;
          sums.taken = taken;
        });
    return sums.total / (sums.found * (sums.taken - sums.found));
  }

  /** Sum of (recall_n - recall_n-1) * precision_n; 0 without positives. */
  double averagePrecision(RowWeights weights) {
    Sums sums = new Sums();
    descend(
        weights,
        (score, found, taken) -> {
          sums.total += (found - sums.found) * (found / taken);
          sums.found = found;
        });
    return sums.found == 0 ? 0 : sums.total / sums.found;
  }

  private static final class Sums {
    private double total;
    private double found;
    private double taken;
  }

  /** From (0, 0) to (1, 1); a rate is 0/0, so NaN, without positives, or without negatives. */
  List<RocPoint> roc(RowWeights weights) {
    double[] totals = totals(weights);
    double negatives = totals[1] - totals[0];
    List<RocPoint> points = new ArrayList<>();
    points.add(new RocPoint(Double.POSITIVE_INFINITY, 0 / totals[0], 0 / negatives));
    descend(
        weights,
        (score, found, taken) ->
            points.add(new RocPoint(score, found / totals[0], (taken - found) / negatives)));
    return List.copyOf(points);
  }

  /** From recall 0, where precision is 1; recall is 0/0, so NaN, without positives. */
  List<PrecisionRecallPoint> precisionRecall(RowWeights weights) {
    double positive = totals(weights)[0];
    List<PrecisionRecallPoint> points = new ArrayList<>();
    points.add(new PrecisionRecallPoint(Double.POSITIVE_INFINITY, 1, 0 / positive));
    descend(
        weights,
        (score, found, taken) ->
            points.add(new PrecisionRecallPoint(score, found / taken, found / positive)));
    return List.copyOf(points);
  }

  /** The curve of a classifier that answers only where its score is high enough. */
  List<CoveragePoint> coverage(RowWeights weights) {
    double all = totals(weights)[1];
    List<CoveragePoint> points = new ArrayList<>();
    descend(
        weights,
        (score, found, taken) -> points.add(new CoveragePoint(score, taken / all, found / taken)));
    return List.copyOf(points);
  }
}
