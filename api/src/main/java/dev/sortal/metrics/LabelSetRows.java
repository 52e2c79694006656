package dev.sortal.metrics;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Rows that have any number of labels each. */
final class LabelSetRows extends ScoredRows {
  private final List<BitSet> truth;
  private final BitSet[] given;
  private final int[] hits;
  private final int[] named;
  private final Lazy<double[]> rankingPrecisions =
      new Lazy<>(() -> figures(this::rankingPrecision));
  private final Lazy<double[]> rankingLosses = new Lazy<>(() -> figures(this::rankingLoss));
  private final Lazy<double[]> coverageErrors = new Lazy<>(() -> figures(this::coverageError));

  /**
   * Takes rows without a copy.
   *
   * @param truth the indexes of each row's labels
   * @param probabilities [rows, labels]
   * @param thresholds of each label
   */
  LabelSetRows(List<BitSet> truth, float[] probabilities, List<Double> thresholds) {
    super(truth.size(), thresholds.size(), probabilities);
    this.truth = truth;
    given = new BitSet[truth.size()];
    hits = new int[truth.size()];
    named = new int[truth.size()];
    for (int row = 0; row < given.length; row++) {
      given[row] = new BitSet(labels());
      for (int label = 0; label < labels(); label++) {
        given[row].set(label, probability(row, label) >= thresholds.get(label));
      }
      BitSet both = (BitSet) given[row].clone();
      both.and(truth.get(row));
      hits[row] = both.cardinality();
      named[row] = truth.get(row).cardinality() + given[row].cardinality();
    }
  }

  @Override
  boolean isKnown(int row) {
    return true;
  }

  @Override
  boolean isTrue(int row, int label) {
    return truth.get(row).get(label);
  }

  @Override
  boolean isRight(int row) {
    return truth.get(row).equals(given[row]);
  }

  BitSet given(int row) {
    return given[row];
  }

  BitSet trueLabels(int row) {
    return truth.get(row);
  }

  /** How many labels of a row are both true and given. */
  int hits(int row) {
    return hits[row];
  }

  /** How many labels are true, plus how many are given. */
  int named(int row) {
    return named[row];
  }

  private double[] figures(IntToDoubleFunction figure) {
    return IntStream.range(0, rows()).mapToDouble(figure).toArray();
  }

  double[] rankingPrecisions() {
    return rankingPrecisions.get();
  }

  double[] rankingLosses() {
    return rankingLosses.get();
  }

  double[] coverageErrors() {
    return coverageErrors.get();
  }

  private double rankingPrecision(int row) {
    BitSet isTrue = truth.get(row);
    int count = isTrue.cardinality();
    if (count == 0 || count == labels()) {
      return 1;
    }
    double sum = 0;
    for (int label = isTrue.nextSetBit(0); label >= 0; label = isTrue.nextSetBit(label + 1)) {
      int rank = 0;
      int found = 0;
      for (int other = 0; other < labels(); other++) {
        if (probability(row, other) >= probability(row, label)) {
          rank++;
          found += isTrue.get(other) ? 1 : 0;
        }
      }
      sum += (double) found / rank;
    }
    return sum / count;
  }

  /** The share of pairs of a true and another label in which the true one is not likelier. */
  private double rankingLoss(int row) {
    BitSet isTrue = truth.get(row);
    int count = isTrue.cardinality();
    if (count == 0 || count == labels()) {
      return 0;
    }
    double wrong = 0;
    for (int label = isTrue.nextSetBit(0); label >= 0; label = isTrue.nextSetBit(label + 1)) {
      for (int other = 0; other < labels(); other++) {
        if (!isTrue.get(other) && probability(row, other) >= probability(row, label)) {
          wrong++;
        }
      }
    }
    return wrong / ((double) count * (labels() - count));
  }

  /** How far down the ranking the last true label stands; 0 without one. */
  private double coverageError(int row) {
    BitSet isTrue = truth.get(row);
    float least = Float.POSITIVE_INFINITY;
    for (int label = isTrue.nextSetBit(0); label >= 0; label = isTrue.nextSetBit(label + 1)) {
      least = Math.min(least, probability(row, label));
    }
    int depth = 0;
    for (int label = 0; label < labels(); label++) {
      depth += probability(row, label) >= least ? 1 : 0;
    }
    return depth;
  }
}
