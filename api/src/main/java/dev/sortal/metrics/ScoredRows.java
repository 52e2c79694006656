package dev.sortal.metrics;

/**
 * The rows whose truth the model knows, with the probability of each class; immutable.
 *
 * <p>Every figure is NaN if there are no rows. Arithmetic is double precision on exactly widened
 * probabilities.
 */
final class ScoredRows {
  /** Log loss clips to [2^-52, 1 - 2^-52]: the epsilon of double precision. */
  private static final double LEAST = 0x1.0p-52;

  private static final int BINS = 15;

  private final int rows;
  private final int classes;
  private final int[] truth;
  private final float[] probabilities;

  /**
   * Takes rows without a copy.
   *
   * @param truth the index of each row's class, [rows]
   * @param probabilities [rows, classes]
   */
  ScoredRows(int classes, int[] truth, float[] probabilities) {
    this.rows = truth.length;
    this.classes = classes;
    this.truth = truth;
    this.probabilities = probabilities;
  }

  /** The index of the largest value of a row that begins there; of equal ones the first. */
  static int best(float[] values, int from, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  int rows() {
    return rows;
  }

  private double probability(int row, int label) {
    return probabilities[row * classes + label];
  }

  RankedScores ranked(int label) {
    float[] scores = new float[rows];
    boolean[] isPositive = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = probabilities[row * classes + label];
      isPositive[row] = truth[row] == label;
    }
    return new RankedScores(scores, isPositive);
  }

  double logLoss() {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double p = probability(row, truth[row]);
      sum -= Math.log(Math.min(Math.max(p, LEAST), 1 - LEAST));
    }
    return mean(sum);
  }

  double brier(int positive) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      for (int label = 0; label < classes; label++) {
        if (classes != 2 || label == positive) {
          double distance = probability(row, label) - (truth[row] == label ? 1 : 0);
          sum += distance * distance;
        }
      }
    }
    return mean(sum);
  }

  /** The number of rows whose truth is among the k likeliest classes. */
  int topHits(int k) {
    int hits = 0;
    for (int row = 0; row < rows; row++) {
      double own = probability(row, truth[row]);
      int before = 0;
      for (int label = 0; label < classes; label++) {
        double other = probability(row, label);
        if (other > own || (other == own && label < truth[row])) {
          before++;
        }
      }
      hits += before < k ? 1 : 0;
    }
    return hits;
  }

  double calibrationError() {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    for (int row = 0; row < rows; row++) {
      int best = best(probabilities, row * classes, classes);
      double p = probability(row, best);
      int bin = Math.max(0, (int) Math.ceil(p * BINS) - 1);
      confidence[bin] += p;
      right[bin] += best == truth[row] ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return mean(sum);
  }

  private double mean(double sum) {
    return rows == 0 ? Double.NaN : sum / rows;
  }
}
