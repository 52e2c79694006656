package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Rising curves of least squares, by pooling adjacent violators (Ayer et al. 1955). */
final class IsotonicFit {
  /** All curves of a model together have about so many points at most. */
  private static final int MOST_POINTS = 100_000;

  private static final int LEAST_OF_A_CURVE = 16;

  private IsotonicFit() {}

  static FittedCalibration oneLabel(RowsOfLogits rows) {
    List<double[]> probabilities =
        rows.logits().stream().map(logits -> Logits.softmax(logits, 1)).toList();
    // Of two, one is the complement of the other.
    int from = rows.labels() == 2 ? 1 : 0;
    return new FittedCalibration.Isotonic(
        IntStream.range(from, rows.labels())
            .mapToObj(label -> curve(rows, label, row -> probabilities.get(row)[label]))
            .toList());
  }

  static FittedCalibration severalLabels(RowsOfLogits rows) {
    return new FittedCalibration.Isotonic(
        IntStream.range(0, rows.labels())
            .mapToObj(
                label ->
                    curve(rows, label, row -> Logits.sigmoid(rows.logits().get(row)[label], 1)))
            .toList());
  }

  private static FittedCalibration.Curve curve(
      RowsOfLogits rows, int label, IntToDoubleFunction probability) {
    double[] scores = new double[rows.rows()];
    boolean[] truths = new boolean[rows.rows()];
    int positives = 0;
    for (int row = 0; row < scores.length; row++) {
      scores[row] = (float) probability.applyAsDouble(row);
      truths[row] = rows.truth().isTrue(row, label);
      positives += truths[row] ? 1 : 0;
    }
    return positives == 0 || positives == scores.length
        ? FittedCalibration.Curve.IDENTITY
        : thinned(curve(scores, truths), Math.max(LEAST_OF_A_CURVE, MOST_POINTS / rows.labels()));
  }

  /** The curve through the first and last score of each block of equal values. */
  static FittedCalibration.Curve curve(double[] scores, boolean[] truths) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    // A block: first and last score, rows, positives. A later one must have the greater share.
    double[] first = new double[scores.length];
    double[] last = new double[scores.length];
    double[] rows = new double[scores.length];
    double[] hits = new double[scores.length];
    int blocks = 0;
    for (int i = 0; i < order.length; i++) {
      double score = scores[order[i]];
      double hit = truths[order[i]] ? 1 : 0;
      if (blocks > 0 && last[blocks - 1] == score && first[blocks - 1] == score) {
        rows[blocks - 1]++;
        hits[blocks - 1] += hit;
      } else {
        first[blocks] = score;
        last[blocks] = score;
        rows[blocks] = 1;
        hits[blocks] = hit;
        blocks++;
      }
      boolean isWhole = i + 1 == order.length || scores[order[i + 1]] != score;
      while (isWhole
          && blocks > 1
          && hits[blocks - 1] * rows[blocks - 2] <= hits[blocks - 2] * rows[blocks - 1]) {
        blocks--;
        last[blocks - 1] = last[blocks];
        rows[blocks - 1] += rows[blocks];
        hits[blocks - 1] += hits[blocks];
      }
    }
    List<Double> from = new ArrayList<>();
    List<Double> to = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      from.add(first[i]);
      to.add(hits[i] / rows[i]);
      if (last[i] > first[i]) {
        from.add(last[i]);
        to.add(hits[i] / rows[i]);
      }
    }
    return new FittedCalibration.Curve(from, to);
  }

  /** Evenly chosen points, first and last among them, where there are too many. */
  private static FittedCalibration.Curve thinned(FittedCalibration.Curve curve, int most) {
    int points = curve.from().size();
    if (points <= most) {
      return curve;
    }
    List<Double> from = new ArrayList<>(most);
    List<Double> to = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      int point = (int) ((long) i * (points - 1) / (most - 1));
      from.add(curve.from().get(point));
      to.add(curve.to().get(point));
    }
    return new FittedCalibration.Curve(from, to);
  }
}
