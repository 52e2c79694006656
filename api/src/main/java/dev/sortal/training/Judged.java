package dev.sortal.training;

import dev.sortal.data.Truth;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The answers to the validation rows of one pass, and figures of them; for one thread. */
final class Judged {
  private final ValidationRows rows;
  private final Truth truth;
  private final Tally tally;
  private final int classes;
  private final float[] logits;
  private boolean isFinite = true;
  private int seen;

  /**
   * Before the first answer.
   *
   * @param keepsAnswers whether evaluations will be asked for: they need every answer
   */
  Judged(ValidationRows rows, boolean keepsAnswers) {
    this.rows = rows;
    this.logits =
        new float[keepsAnswers ? Math.multiplyExact(rows.set().rows(), rows.labels().size()) : 0];
    this.truth = rows.set().truth();
    this.classes = rows.labels().size();
    this.tally = new Tally(classes);
  }

  /** Takes the answers to the next rows in. */
  void add(FloatBuffer batch, int count) {
    tally.add(batch, truth, seen, seen + count);
    for (int i = 0; i < count * classes; i++) {
      isFinite &= Float.isFinite(batch.get(i));
    }
    if (logits.length > 0) {
      batch.get(0, logits, seen * classes, count * classes);
    }
    seen += count;
  }

  int rows() {
    return seen;
  }

  /** Whether all logits are numbers. */
  boolean isFinite() {
    return isFinite;
  }

  double loss() {
    return tally.loss();
  }

  double accuracy() {
    return tally.accuracy();
  }

  double balancedAccuracy() {
    return tally.balancedAccuracy();
  }

  boolean hasSeveralLabels() {
    return truth instanceof Truth.Several;
  }

  /** Of one label an example. */
  Evaluation evaluation() {
    int[] known = ((Truth.One) truth).classes();
    Evaluation.Builder evaluation = Evaluation.builder(rows.labels(), rows.positive());
    String unknown = unknown();
    for (int row = 0; row < seen; row++) {
      evaluation.add(
          known[row] == Truth.UNKNOWN ? unknown : rows.labels().get(known[row]), softmax(row));
    }
    return evaluation.build();
  }

  /** Of several labels an example. */
  MultiLabelEvaluation labelEvaluation() {
    int[][] known = ((Truth.Several) truth).labels();
    List<Double> thresholds = Collections.nCopies(classes, rows.threshold());
    MultiLabelEvaluation.Builder evaluation =
        MultiLabelEvaluation.builder(rows.labels(), thresholds);
    for (int row = 0; row < seen; row++) {
      evaluation.add(
          Arrays.stream(known[row]).mapToObj(rows.labels()::get).collect(Collectors.toSet()),
          sigmoid(row));
    }
    return evaluation.build();
  }

  /** A name that no label has, for rows of which the truth is none of the labels. */
  private String unknown() {
    String name = "?";
    while (rows.labels().contains(name)) {
      name += "?";
    }
    return name;
  }

  private float[] softmax(int row) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = row * classes; i < (row + 1) * classes; i++) {
      max = Math.max(max, logits[i]);
    }
    double[] powers = new double[classes];
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      powers[i] = Math.exp(logits[row * classes + i] - max);
      sum += powers[i];
    }
    float[] probabilities = new float[classes];
    for (int i = 0; i < classes; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }

  private float[] sigmoid(int row) {
    float[] probabilities = new float[classes];
    for (int i = 0; i < classes; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-(double) logits[row * classes + i])));
    }
    return probabilities;
  }
}
