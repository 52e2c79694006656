package dev.sortal.metrics;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Rows with the probability of each label and what is true of them: what is the same for every
 * resample, ranked once. Immutable, safe for threads.
 */
abstract sealed class ScoredRows permits OneLabelRows, LabelSetRows {
  private final int rows;
  private final int labels;
  private final float[] probabilities;

  /**
   * By label, and of all labels together at the end. A ranking may be as large as the probabilities
   * of its label, so it is given up where memory gets short.
   */
  private final AtomicReferenceArray<SoftReference<RankedScores>> ranked;

  /**
   * Takes probabilities without a copy.
   *
   * @param probabilities [rows, labels]
   */
  ScoredRows(int rows, int labels, float[] probabilities) {
    this.rows = rows;
    this.labels = labels;
    this.probabilities = probabilities;
    ranked = new AtomicReferenceArray<>(labels + 1);
  }

  final int rows() {
    return rows;
  }

  final int labels() {
    return labels;
  }

  final float probability(int row, int label) {
    return probabilities[row * labels + label];
  }

  /** Whether the truth of a row is something that the model knows. */
  abstract boolean isKnown(int row);

  abstract boolean isTrue(int row, int label);

  /** Whether the answer to a row is right altogether. */
  abstract boolean isRight(int row);

  /** The known rows by the probability of a label. */
  final RankedScores ranked(int label) {
    return ranked(label, new Entries(label, 1));
  }

  /** The known rows with every label, by probability. */
  final RankedScores rankedTogether() {
    return ranked(labels, new Entries(0, labels));
  }

  private RankedScores ranked(int index, Entries entries) {
    SoftReference<RankedScores> kept = ranked.get(index);
    RankedScores known = kept == null ? null : kept.get();
    if (known == null) {
      known = new RankedScores(entries);
      ranked.set(index, new SoftReference<>(known));
    }
    return known;
  }

  final Reliability reliability(int label, int bins, RowWeights weights) {
    Reliability reliability = new Reliability(bins);
    for (int row = 0; row < rows; row++) {
      if (isKnown(row)) {
        reliability.add(
            probability(row, label), isTrue(row, label), weights.times(row), weights.weight(row));
      }
    }
    return reliability;
  }

  private final class Entries implements RankedScores.Entries {
    private final int from;
    private final int width;

    /** The entries of the labels [from, from + width) of every row. */
    Entries(int from, int width) {
      this.from = from;
      this.width = width;
    }

    @Override
    public int count() {
      return rows * width;
    }

    @Override
    public int row(int entry) {
      return entry / width;
    }

    @Override
    public float score(int entry) {
      return probability(row(entry), from + entry % width);
    }

    @Override
    public boolean isPositive(int entry) {
      return isTrue(row(entry), from + entry % width);
    }

    @Override
    public boolean isKnown(int entry) {
      return ScoredRows.this.isKnown(row(entry));
    }
  }
}
