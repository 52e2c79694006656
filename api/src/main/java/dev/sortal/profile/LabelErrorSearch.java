package dev.sortal.profile;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Confident learning over the probabilities of models that have not seen the row. */
final class LabelErrorSearch {
  private static final int FOLDS = 5;
  private static final int SHOWN = 1000;
  private static final int MOST_BITS = 18;

  /** Features times classes: 32 MiB of weights. */
  private static final int MOST_WEIGHTS = 1 << 23;

  /** 50,000 rows of probabilities then take 40 MB. */
  private static final int MOST_CLASSES = 200;

  private final SampledRows sample;
  private final List<SampledRows.Row> rows;
  private final int classes;
  private final long seed;

  LabelErrorSearch(SampledRows sample, long seed) {
    this.sample = sample;
    this.rows = sample.rows();
    this.classes = sample.labels().size();
    this.seed = seed;
  }

  /** Whether there are enough rows and classes to learn from, and not too many classes. */
  boolean isPossible() {
    return classes >= 2
        && classes <= MOST_CLASSES
        && rows.size() >= 10 * FOLDS
        && rows.stream().anyMatch(row -> row.features().length > 0);
  }

  /** A row whose label is probably wrong, and by how much the other one is more probable. */
  private record Found(int row, int suggested, double own, double other) {
    double margin() {
      return own - other;
    }
  }

  LabelErrors find() {
    float[][] probabilities = outOfFold();
    List<Found> found = pruned(probabilities, expected(probabilities));
    found.sort(Comparator.comparingDouble(Found::margin).thenComparing(Found::row));
    List<String> labels = sample.labels();
    List<LabelErrors.Suspect> suspects = new ArrayList<>();
    for (Found one : found.subList(0, Math.min(SHOWN, found.size()))) {
      SampledRows.Row row = rows.get(one.row);
      suspects.add(
          new LabelErrors.Suspect(
              row.origin(),
              labels.get(row.label()),
              labels.get(one.suggested),
              one.own,
              one.other,
              row.text()));
    }
    return new LabelErrors(rows.size(), sample.seen() > rows.size(), found.size(), suspects);
  }

  private float[][] outOfFold() {
    int bits = MOST_BITS;
    while (bits > 10 && (long) classes << bits > MOST_WEIGHTS) {
      bits--;
    }
    SoftmaxRegression model = new SoftmaxRegression(classes, bits);
    float[][] probabilities = new float[rows.size()][];
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0x1abe1));
    for (int fold = 0; fold < FOLDS; fold++) {
      List<SampledRows.Row> others = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) != fold) {
          others.add(rows.get(i));
        }
      }
      model.train(others, random);
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) == fold) {
          probabilities[i] = model.probabilities(rows.get(i));
        }
      }
    }
    return probabilities;
  }

  private int fold(int row) {
    return rows.get(row).group() % FOLDS;
  }

  /**
   * How many rows of each label are expected to be of each other one: the confident joint, of which
   * the counts of each label are scaled to all rows that carry it (equations 1 and 3 of the paper).
   */
  private double[][] expected(float[][] probabilities) {
    double[] thresholds = new double[classes];
    int[] carriers = new int[classes];
    for (int i = 0; i < probabilities.length; i++) {
      int label = rows.get(i).label();
      thresholds[label] += probabilities[i][label];
      carriers[label]++;
    }
    for (int c = 0; c < classes; c++) {
      // The sample may hold no row of a label any more.
      thresholds[c] = carriers[c] == 0 ? 2 : thresholds[c] / carriers[c];
    }
    double[][] joint = new double[classes][classes];
    double[] confident = new double[classes];
    for (int i = 0; i < probabilities.length; i++) {
      int best = confident(probabilities[i], thresholds);
      if (best >= 0) {
        joint[rows.get(i).label()][best]++;
        confident[rows.get(i).label()]++;
      }
    }
    for (int label = 0; label < classes; label++) {
      for (int c = 0; c < classes; c++) {
        joint[label][c] *= carriers[label] / Math.max(1, confident[label]);
      }
    }
    return joint;
  }

  /** The most probable of the labels that are possible for a row, or -1. */
  private static int confident(float[] p, double[] thresholds) {
    int best = -1;
    for (int c = 0; c < p.length; c++) {
      if (p[c] >= thresholds[c] && (best < 0 || p[c] > p[best])) {
        best = c;
      }
    }
    return best;
  }

  /**
   * Of the rows of a label as many as are expected to be of another one, those first whose other
   * label leads the most (the paper's "prune by noise rate").
   */
  private List<Found> pruned(float[][] probabilities, double[][] expected) {
    List<List<Integer>> carriers = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      carriers.add(new ArrayList<>());
    }
    for (int i = 0; i < probabilities.length; i++) {
      carriers.get(rows.get(i).label()).add(i);
    }
    Map<Integer, Found> found = new HashMap<>();
    for (int label = 0; label < classes; label++) {
      for (int other = 0; other < classes; other++) {
        long count = other == label ? 0 : Math.round(expected[label][other]);
        if (count > 0) {
          int own = label;
          int its = other;
          carriers.get(label).stream()
              .map(i -> new Found(i, its, probabilities[i][own], probabilities[i][its]))
              .filter(one -> one.margin() < 0)
              .sorted(Comparator.comparingDouble(Found::margin))
              .limit(count)
              .forEach(
                  one ->
                      found.merge(
                          one.row, one, (before, now) -> before.other >= now.other ? before : now));
        }
      }
    }
    return new ArrayList<>(found.values());
  }
}
