package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one class against all others, by falling score; what ROC and its kin are read off.
 *
 * <p>Rows of equal score are one step, so their order cannot matter.
 */
final class RankedScores {
  /** The number of different scores; entries of the arrays from here on are unused. */
  private final int steps;

  private final float[] scores;
  private final int[] positivesUpTo;
  private final int[] rowsUpTo;
  private final int positives;
  private final int rows;

  /** Ranks rows by scores without NaN. */
  RankedScores(float[] rowScores, boolean[] isPositive) {
    rows = rowScores.length;
    long[] falling = new long[rows];
    for (int row = 0; row < rows; row++) {
      falling[row] = (long) ~ordered(rowScores[row]) << 32 | (isPositive[row] ? 1 : 0);
    }
    Arrays.sort(falling);
    scores = new float[rows];
    positivesUpTo = new int[rows];
    rowsUpTo = new int[rows];
    int step = 0;
    int found = 0;
    for (int i = 0; i < rows; i++) {
      found += (int) falling[i];
      if (i + 1 == rows || falling[i + 1] >> 32 != falling[i] >> 32) {
        scores[step] = score(~(int) (falling[i] >> 32));
        positivesUpTo[step] = found;
        rowsUpTo[step] = i + 1;
        step++;
      }
    }
    positives = found;
    steps = step;
  }

  /** An int that compares as the score does; 0 and -0 are equal. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
  }

  private static float score(int ordered) {
    return Float.intBitsToFloat(ordered < 0 ? ~(ordered ^ Integer.MIN_VALUE) : ordered);
  }

  /** The area under the ROC curve by trapezoids; NaN without positives or without negatives. */
  double rocAuc() {
    double area = 0;
    double lastHits = 0;
    double lastMisses = 0;
    for (int i = 0; i < steps; i++) {
      double hits = positivesUpTo[i];
      double misses = rowsUpTo[i] - hits;
      area += (misses - lastMisses) * (hits + lastHits) / 2;
      lastHits = hits;
      lastMisses = misses;
    }
    return area / ((double) positives * (rows - positives));
  }

  /** Sum of (recall_n - recall_n-1) * precision_n; 0 without positives. */
  double averagePrecision() {
    double sum = 0;
    double last = 0;
    for (int i = 0; i < steps; i++) {
      double hits = positivesUpTo[i];
      sum += (hits - last) * (hits / rowsUpTo[i]);
      last = hits;
    }
    return positives == 0 ? 0 : sum / positives;
  }

  /** The points of the ROC curve, from (0, 0) to (1, 1), one for each different score. */
  List<RocPoint> curve() {
    List<RocPoint> points = new ArrayList<>(steps + 1);
    points.add(point(Double.POSITIVE_INFINITY, 0, 0));
    for (int i = 0; i < steps; i++) {
      points.add(point(scores[i], positivesUpTo[i], rowsUpTo[i]));
    }
    return List.copyOf(points);
  }

  /** A rate is 0/0, so NaN, where the class has no rows, or all. */
  private RocPoint point(double threshold, double hits, double taken) {
    return new RocPoint(threshold, hits / positives, (taken - hits) / (rows - positives));
  }
}
