package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one class against all others, by falling score; what ROC and its kin are read off.
 */
final class RankedScores {
  private final double[] scores;
  private final int[] positivesUpTo;
  private final int[] rowsUpTo;
  private final int positives;
  private final int rows;
  private final int steps;

  /** Ranks rows; equal scores make one step. */
  RankedScores(float[] rowScores, boolean[] isPositive) {
    rows = rowScores.length;
    long[] keys = new long[rows];
    for (int i = 0; i < rows; i++) {
      // Flipped to sort falling; the sign trick orders floats as ints.
      int bits = Float.floatToIntBits(rowScores[i] + 0f);
      int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
      keys[i] = ((long) ~ordered << 32) | i;
    }
    Arrays.sort(keys);
    scores = new double[rows];
    positivesUpTo = new int[rows];
    rowsUpTo = new int[rows];
    int step = 0;
    int found = 0;
    for (int i = 0; i < rows; i++) {
      int row = (int) keys[i];
      found += isPositive[row] ? 1 : 0;
      boolean last = i + 1 == rows || rowScores[(int) keys[i + 1]] != rowScores[row];
      if (last) {
        scores[step] = rowScores[row];
        positivesUpTo[step] = found;
        rowsUpTo[step] = i + 1;
        step++;
      }
    }
    positives = found;
    steps = step;
  }

  /** The area under the ROC curve by trapezoids; NaN without positives or without negatives. */
  double rocAuc() {
    long negatives = rows - (long) positives;
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    double area = 0;
    double lastTrue = 0;
    double lastFalse = 0;
    for (int i = 0; i < steps; i++) {
      double hits = positivesUpTo[i];
      double misses = rowsUpTo[i] - hits;
      area += (misses - lastFalse) * (hits + lastTrue) / 2;
      lastTrue = hits;
      lastFalse = misses;
    }
    return area / ((double) positives * negatives);
  }

  /** Sum of (recall_n - recall_n-1) * precision_n; 0 without positives. */
  double averagePrecision() {
    if (positives == 0) {
      return 0;
    }
    double sum = 0;
    double last = 0;
    for (int i = 0; i < steps; i++) {
      double hits = positivesUpTo[i];
      sum += (hits - last) / positives * (hits / rowsUpTo[i]);
      last = hits;
    }
    return sum;
  }

  /** The points of the ROC curve, from (0, 0) to (1, 1). */
  List<RocPoint> curve() {
    double negatives = rows - positives;
    List<RocPoint> points = new ArrayList<>(steps + 1);
    points.add(new RocPoint(Double.POSITIVE_INFINITY, 0, 0));
    for (int i = 0; i < steps; i++) {
      double hits = positivesUpTo[i];
      points.add(
          new RocPoint(
              scores[i],
              positives == 0 ? Double.NaN : hits / positives,
              negatives == 0 ? Double.NaN : (rowsUpTo[i] - hits) / negatives));
    }
    return points;
  }
}
