package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one label on their way into an evaluation; for one thread. */
final class GrowingRows {
  private final List<String> labels;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int positive;
  private final List<String> unknown = new ArrayList<>();
  private int[] truth = new int[64];
  private int[] answers = new int[64];
  private float[] probabilities;
  private double @Nullable [] weights;
  private double threshold;
  private int rows;

  GrowingRows(List<String> labels, int positive) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("An evaluation needs the labels of the model, got none.");
    }
    if (positive < 0 || positive >= labels.size()) {
      throw new IllegalArgumentException(
          "positive must be the index of a label, 0 to "
              + (labels.size() - 1)
              + ", got "
              + positive
              + ". The labels are "
              + labels
              + ".");
    }
    this.labels = labels;
    this.positive = positive;
    for (int i = 0; i < labels.size(); i++) {
      if (indexes.put(labels.get(i), i) != null) {
        throw new IllegalArgumentException(
            "Labels must differ, got \"" + labels.get(i) + "\" twice in " + labels + ".");
      }
    }
    probabilities = new float[64 * labels.size()];
  }

  List<String> labels() {
    return labels;
  }

  int positive() {
    return positive;
  }

  int rows() {
    return rows;
  }

  /** Gives the positive of two labels where its probability reaches that. */
  void threshold(double least) {
    threshold = least;
  }

  void add(String label, float[] scores, double weight) {
    check(scores);
    weights = RowWeights.with(weights, rows, weight);
    int classes = labels.size();
    if (rows == truth.length) {
      truth = Arrays.copyOf(truth, rows * 2);
      answers = Arrays.copyOf(answers, rows * 2);
      probabilities = Arrays.copyOf(probabilities, Math.multiplyExact(probabilities.length, 2));
    }
    truth[rows] = index(label);
    answers[rows] = answer(scores);
    System.arraycopy(scores, 0, probabilities, rows * classes, classes);
    rows++;
  }

  private int index(String label) {
    return indexes.computeIfAbsent(
        label,
        strange -> {
          unknown.add(strange);
          return labels.size() + unknown.size() - 1;
        });
  }

  private int answer(float[] scores) {
    if (threshold > 0) {
      return scores[positive] >= threshold ? positive : 1 - positive;
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  private void check(float[] scores) {
    if (scores.length != labels.size()) {
      throw new IllegalArgumentException(
          "A row needs a probability for each of the "
              + labels.size()
              + " labels, got "
              + scores.length
              + ".");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new IllegalArgumentException(
            "The probability of \""
                + labels.get(i)
                + "\" must be in [0, 1], got "
                + scores[i]
                + ". Give probabilities, not logits: apply softmax first.");
      }
    }
  }

  RowWeights rowWeights() {
    return RowWeights.of(rows, weights);
  }

  /** A copy of the rows so far, with unknown labels in order. */
  OneLabelRows scored() {
    List<String> truths = new ArrayList<>(labels);
    unknown.stream().sorted().forEach(truths::add);
    Map<String, Integer> sorted = new HashMap<>();
    truths.forEach(label -> sorted.put(label, sorted.size()));
    int[] places = new int[truths.size()];
    for (int i = 0; i < places.length; i++) {
      String label = i < labels.size() ? labels.get(i) : unknown.get(i - labels.size());
      places[i] = sorted.getOrDefault(label, i);
    }
    return new OneLabelRows(
        List.copyOf(truths),
        labels.size(),
        Arrays.stream(truth, 0, rows).map(index -> places[index]).toArray(),
        Arrays.copyOf(answers, rows),
        Arrays.copyOf(probabilities, rows * labels.size()),
        positive);
  }
}
