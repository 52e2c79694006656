package dev.sortal.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A classifier's answers compared with the truth; immutable.
 *
 * <p>Averages are over all classes of the model. A label that the model does not know counts as
 * wrong and is a row of the confusion matrix; figures that need its probability (log loss, ROC AUC,
 * average precision, Brier, calibration) leave such rows out. The order of the rows does not matter
 * (but for the last bits of sums).
 *
 * <pre>{@code
 * Evaluation evaluation = classifier.evaluate(test);
 * System.out.println(evaluation);
 * double f1 = evaluation.f1(Average.MACRO);
 * }</pre>
 */
public final class Evaluation {
  private final List<String> labels;
  private final int positive;
  private final ConfusionMatrix confusion;
  private final ScoredRows scored;
  private final List<ClassMetrics> classes;

  private Evaluation(
      List<String> labels, int positive, ConfusionMatrix confusion, ScoredRows scored) {
    this.labels = labels;
    this.positive = positive;
    this.confusion = confusion;
    this.scored = scored;
    List<ClassMetrics> figures = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      figures.add(figures(i));
    }
    classes = List.copyOf(figures);
  }

  /**
   * Begins an evaluation of a model.
   *
   * @param labels the classes, in the order of the probabilities
   * @param positive the index of the class that binary figures are about
   * @throws IllegalArgumentException if there is no label, a label comes twice, or positive is not
   *     the index of one
   */
  public static Builder builder(List<String> labels, int positive) {
    return new Builder(List.copyOf(labels), positive);
  }

  private ClassMetrics figures(int label) {
    double hits = confusion.count(label, label);
    double predicted = confusion.predicted(label);
    int support = confusion.support(label);
    RankedScores ranked = scored.ranked(label);
    return new ClassMetrics(
        labels.get(label),
        ratio(hits, predicted),
        ratio(hits, support),
        ratio(2 * hits, predicted + support),
        support,
        ranked.rocAuc(),
        ranked.averagePrecision());
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** The classes of the model. */
  public List<String> labels() {
    return labels;
  }

  /** The class that binary figures are about. */
  public String positive() {
    return labels.get(positive);
  }

  /** The number of rows, those of unknown labels included. */
  public int rows() {
    return confusion.total();
  }

  /** The labels that the model does not know, in order, with the number of their rows. */
  public Map<String, Integer> unknownLabels() {
    Map<String, Integer> unknown = new LinkedHashMap<>();
    for (int i = labels.size(); i < confusion.truths().size(); i++) {
      unknown.put(confusion.truths().get(i), confusion.support(i));
    }
    return Collections.unmodifiableMap(unknown);
  }

  /** The share of rows that are right. */
  public double accuracy() {
    return ratio(confusion.right(), rows());
  }

  /** The figures of each class, in the order of the labels. */
  public List<ClassMetrics> classes() {
    return classes;
  }

  /**
   * The precision of all classes; see {@link ClassMetrics#averagePrecision()} for the area under a
   * curve.
   */
  public double precision(Average average) {
    return average.of(classes, ClassMetrics::precision);
  }

  /** The recall of all classes. */
  public double recall(Average average) {
    return average.of(classes, ClassMetrics::recall);
  }

  /** The F1 of all classes. */
  public double f1(Average average) {
    return average.of(classes, ClassMetrics::f1);
  }

  /**
   * F1 of all answers together: twice the right ones over answers plus rows of known labels, which
   * is the accuracy where every label is known.
   */
  public double microF1() {
    return ratio(2.0 * confusion.right(), (double) rows() + scored.rows());
  }

  /** Which label was taken for which. */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /**
   * The mean of -ln(probability of the truth), clipped to [2^-52, 1 - 2^-52]; rows of unknown
   * labels are left out, NaN if there are no others.
   */
  public double logLoss() {
    return scored.logLoss();
  }

  /**
   * The area under the ROC curve: with two classes that of the positive class, else the macro
   * average of each class against the rest, NaN where a class has no rows.
   */
  public double rocAuc() {
    return labels.size() == 2 ? classes.get(positive).rocAuc() : rocAuc(Average.MACRO);
  }

  /**
   * The mean area of each class against the rest: macro is NaN where a class has no rows, weighted
   * ignores such classes, and both are NaN where a class has all rows, or no label is known.
   */
  public double rocAuc(Average average) {
    return scored.rows() == 0 ? Double.NaN : average.of(classes, ClassMetrics::rocAuc);
  }

  /** The mean of {@link ClassMetrics#averagePrecision()} over all classes. */
  public double averagePrecision(Average average) {
    return average.of(classes, ClassMetrics::averagePrecision);
  }

  /**
   * The ROC curve of a class against the rest, by falling threshold: a point for each different
   * score, none dropped.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public List<RocPoint> rocCurve(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\": expected one of " + labels + ".");
    }
    return scored.ranked(index).curve();
  }

  /** Matthews' correlation coefficient over all classes, in [-1, 1]; 0 where it is 0/0. */
  public double matthews() {
    return confusion.matthews();
  }

  /** Cohen's kappa, in [-1, 1]; NaN where it is 0/0. */
  public double kappa() {
    return confusion.kappa();
  }

  /**
   * The Brier score: with two classes the mean squared distance of the positive probability from 0
   * or 1, in [0, 1]; else the sum over all classes, in [0, 2].
   */
  public double brier() {
    return scored.brier(positive);
  }

  /**
   * The share of rows whose truth is among the k likeliest labels; of equally likely ones those of
   * lower index come first, so that top-1 is the accuracy. Rows of unknown labels count as wrong.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if k is less
   */
  public double topAccuracy(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k + ".");
    }
    return ratio(scored.topHits(k), rows());
  }

  /**
   * The expected calibration error: Guo et al. (2017), equation 3, top-1 confidence in 15 equal
   * bins (low, high].
   */
  public double calibrationError() {
    return scored.calibrationError();
  }

  /** All single figures and those of each class; NaN becomes null. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows());
    json.put("positive", positive());
    put(json, "accuracy", accuracy());
    put(json, "macroPrecision", precision(Average.MACRO));
    put(json, "macroRecall", recall(Average.MACRO));
    put(json, "macroF1", f1(Average.MACRO));
    put(json, "weightedPrecision", precision(Average.WEIGHTED));
    put(json, "weightedRecall", recall(Average.WEIGHTED));
    put(json, "weightedF1", f1(Average.WEIGHTED));
    put(json, "microF1", microF1());
    put(json, "logLoss", logLoss());
    put(json, "rocAuc", rocAuc());
    put(json, "matthews", matthews());
    put(json, "kappa", kappa());
    put(json, "brier", brier());
    put(json, "calibrationError", calibrationError());
    ArrayNode perClass = json.putArray("classes");
    for (ClassMetrics one : classes) {
      ObjectNode node = perClass.addObject().put("label", one.label());
      put(node, "precision", one.precision());
      put(node, "recall", one.recall());
      put(node, "f1", one.f1());
      node.put("support", one.support());
      put(node, "rocAuc", one.rocAuc());
      put(node, "averagePrecision", one.averagePrecision());
    }
    ObjectNode unknown = json.putObject("unknownLabels");
    unknownLabels().forEach(unknown::put);
    return json;
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  /** Tables for a terminal of 80 columns. */
  @Override
  public String toString() {
    return EvaluationTable.of(this);
  }

  /** Takes rows in one by one; for one thread. */
  public static final class Builder {
    private final List<String> labels;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final int positive;
    private final int[][] counts;
    private final SortedMap<String, int[]> unknown = new TreeMap<>();
    private int[] truth = new int[64];
    private float[] probabilities;
    private int knownRows;

    private Builder(List<String> labels, int positive) {
      if (labels.isEmpty()) {
        throw new IllegalArgumentException(
            "An evaluation needs the labels of the model, got none.");
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
      counts = new int[labels.size()][labels.size()];
      probabilities = new float[64 * labels.size()];
    }

    /**
     * Adds a row.
     *
     * @param label the truth, which the model need not know
     * @param scores the probability of each label, copied; the largest is the answer, of equal ones
     *     the first
     * @throws IllegalArgumentException if there is not one score in [0, 1] for each label
     */
    public void add(String label, float[] scores) {
      check(scores);
      int classes = labels.size();
      int answer = ScoredRows.best(scores, 0, classes);
      Integer index = indexes.get(label);
      if (index == null) {
        unknown.computeIfAbsent(label, unused -> new int[classes])[answer]++;
        return;
      }
      counts[index][answer]++;
      if (knownRows == truth.length) {
        truth = Arrays.copyOf(truth, knownRows * 2);
        probabilities = Arrays.copyOf(probabilities, Math.multiplyExact(probabilities.length, 2));
      }
      truth[knownRows] = index;
      System.arraycopy(scores, 0, probabilities, knownRows * classes, classes);
      knownRows++;
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

    /**
     * The figures of the rows so far; rows that are added later do not change them.
     *
     * @throws IllegalStateException if there are none
     */
    public Evaluation build() {
      if (knownRows == 0 && unknown.isEmpty()) {
        throw new IllegalStateException("There is nothing to evaluate: add rows first.");
      }
      List<String> truths = new ArrayList<>(labels);
      truths.addAll(unknown.keySet());
      List<int[]> matrix = new ArrayList<>(List.of(counts));
      matrix.addAll(unknown.values());
      return new Evaluation(
          labels,
          positive,
          new ConfusionMatrix(
              truths, labels, matrix.stream().map(int[]::clone).toArray(int[][]::new)),
          new ScoredRows(
              labels.size(),
              Arrays.copyOf(truth, knownRows),
              Arrays.copyOf(probabilities, knownRows * labels.size())));
    }
  }
}
