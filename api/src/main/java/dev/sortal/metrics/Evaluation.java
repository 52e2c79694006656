package dev.sortal.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier's answers compared with the truth; immutable.
 *
 * <p>Averages are over all classes of the model. A label that the model does not know counts as
 * wrong and is a row of the confusion matrix; figures that need its probability (log loss, ROC AUC,
 * average precision, Brier, calibration, top-k) leave such rows out.
 *
 * <pre>{@code
 * Evaluation evaluation = classifier.evaluate(test);
 * System.out.println(evaluation);
 * double f1 = evaluation.f1(Average.MACRO);
 * }</pre>
 */
public final class Evaluation {
  private static final double LEAST = 0x1.0p-52;
  private static final int BINS = 15;

  private final List<String> labels;
  private final int positive;
  private final int rows;
  private final int[] truth;
  private final float[] probabilities;
  private final Map<String, Integer> unknownLabels;
  private final ConfusionMatrix confusion;
  private final List<ClassMetrics> classes;

  private Evaluation(Builder builder) {
    labels = builder.labels;
    positive = builder.positive;
    rows = builder.rows;
    int known = builder.knownRows;
    truth = Arrays.copyOf(builder.truth, known);
    probabilities = Arrays.copyOf(builder.probabilities, known * labels.size());
    unknownLabels = new LinkedHashMap<>();
    List<String> truths = new ArrayList<>(labels);
    truths.addAll(builder.unknown.keySet());
    int[][] counts = Arrays.copyOf(builder.counts, truths.size());
    int next = labels.size();
    for (Map.Entry<String, int[]> unknown : builder.unknown.entrySet()) {
      counts[next++] = unknown.getValue();
      unknownLabels.put(unknown.getKey(), Arrays.stream(unknown.getValue()).sum());
    }
    confusion = new ConfusionMatrix(truths, labels, counts);
    List<ClassMetrics> figures = new ArrayList<>();
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
   */
  public static Builder builder(List<String> labels, int positive) {
    return new Builder(List.copyOf(labels), positive);
  }

  private ClassMetrics figures(int label) {
    int hits = confusion.count(label, label);
    int support = confusion.support(label);
    double precision = ratio(hits, confusion.predicted(label));
    double recall = ratio(hits, support);
    RankedScores ranked = ranked(label);
    return new ClassMetrics(
        labels.get(label),
        precision,
        recall,
        ratio(2.0 * hits, (double) confusion.predicted(label) + support),
        support,
        ranked.rocAuc(),
        ranked.averagePrecision());
  }

  private RankedScores ranked(int label) {
    float[] scores = new float[truth.length];
    boolean[] isPositive = new boolean[truth.length];
    for (int row = 0; row < truth.length; row++) {
      scores[row] = probability(row, label);
      isPositive[row] = truth[row] == label;
    }
    return new RankedScores(scores, isPositive);
  }

  private float probability(int row, int label) {
    return probabilities[row * labels.size() + label];
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
    return rows;
  }

  /** The labels that the model does not know, with the number of their rows. */
  public Map<String, Integer> unknownLabels() {
    return Map.copyOf(unknownLabels);
  }

  /** The share of rows that are right. */
  public double accuracy() {
    return ratio(confusion.right(), rows);
  }

  /** The figures of each class, in the order of the labels. */
  public List<ClassMetrics> classes() {
    return classes;
  }

  /** The average precision of all classes' answers; see {@link ClassMetrics#precision()}. */
  public double precision(Average average) {
    return average.of(classes, ClassMetrics::precision);
  }

  /** The average recall of all classes. */
  public double recall(Average average) {
    return average.of(classes, ClassMetrics::recall);
  }

  /** The average F1 of all classes. */
  public double f1(Average average) {
    return average.of(classes, ClassMetrics::f1);
  }

  /**
   * F1 of all answers together: twice the right ones over answers plus rows of known labels, which
   * is the accuracy where every label is known.
   */
  public double microF1() {
    return ratio(2.0 * confusion.right(), (double) rows + truth.length);
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
    double sum = 0;
    for (int row = 0; row < truth.length; row++) {
      double p = probability(row, truth[row]);
      sum -= Math.log(Math.min(Math.max(p, LEAST), 1 - LEAST));
    }
    return truth.length == 0 ? Double.NaN : sum / truth.length;
  }

  /**
   * The area under the ROC curve: with two classes that of the positive class, else the macro
   * average of each class against the rest, NaN where a class has no rows.
   */
  public double rocAuc() {
    return labels.size() == 2 ? classes.get(positive).rocAuc() : rocAuc(Average.MACRO);
  }

  /** The average area of each class against the rest; weighted ignores classes without rows. */
  public double rocAuc(Average average) {
    return average.of(classes, ClassMetrics::rocAuc);
  }

  /**
   * The ROC curve of a class against the rest.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public List<RocPoint> rocCurve(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\", expected one of " + labels + ".");
    }
    return ranked(index).curve();
  }

  /** Matthews' correlation coefficient. */
  public double matthews() {
    return confusion.matthews();
  }

  /** Cohen's kappa; NaN where it is 0/0. */
  public double kappa() {
    return confusion.kappa();
  }

  /**
   * The Brier score: with two classes the mean squared distance of the positive probability from 0
   * or 1, in [0, 1]; else the sum over all classes, in [0, 2].
   */
  public double brier() {
    double sum = 0;
    for (int row = 0; row < truth.length; row++) {
      for (int label = 0; label < labels.size(); label++) {
        if (labels.size() != 2 || label == positive) {
          double distance = probability(row, label) - (truth[row] == label ? 1 : 0);
          sum += distance * distance;
        }
      }
    }
    return truth.length == 0 ? Double.NaN : sum / truth.length;
  }

  /**
   * The share of rows whose truth is among the k likeliest labels; of equally likely ones those of
   * lower index come first, so that top-1 is the accuracy.
   */
  public double topAccuracy(int k) {
    int hits = 0;
    for (int row = 0; row < truth.length; row++) {
      int before = 0;
      float own = probability(row, truth[row]);
      for (int label = 0; label < labels.size(); label++) {
        float other = probability(row, label);
        if (other > own || (other == own && label < truth[row])) {
          before++;
        }
      }
      hits += before < k ? 1 : 0;
    }
    return ratio(hits, rows);
  }

  /**
   * The expected calibration error: Guo et al. (2017), equation 3, top-1 confidence in 15 equal
   * bins (low, high].
   */
  public double calibrationError() {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int[] count = new int[BINS];
    for (int row = 0; row < truth.length; row++) {
      int best = 0;
      for (int label = 1; label < labels.size(); label++) {
        if (probability(row, label) > probability(row, best)) {
          best = label;
        }
      }
      double p = probability(row, best);
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(p * BINS) - 1));
      confidence[bin] += p;
      count[bin]++;
      right[bin] += best == truth[row] ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return truth.length == 0 ? Double.NaN : sum / truth.length;
  }

  /** All single figures and those of each class; NaN becomes null. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows);
    put(json, "accuracy", accuracy());
    put(json, "macroPrecision", precision(Average.MACRO));
    put(json, "macroRecall", recall(Average.MACRO));
    put(json, "macroF1", f1(Average.MACRO));
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
    unknownLabels.forEach(unknown::put);
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
    private final Map<String, int[]> unknown = new LinkedHashMap<>();
    private int[] truth = new int[64];
    private float[] probabilities;
    private int rows;
    private int knownRows;

    private Builder(List<String> labels, int positive) {
      if (labels.isEmpty() || positive < 0 || positive >= labels.size()) {
        throw new IllegalArgumentException(
            "positive must be the index of a label, got " + positive + " of " + labels + ".");
      }
      this.labels = labels;
      this.positive = positive;
      for (int i = 0; i < labels.size(); i++) {
        indexes.put(labels.get(i), i);
      }
      counts = new int[labels.size()][labels.size()];
      probabilities = new float[64 * labels.size()];
    }

    /**
     * Adds a row.
     *
     * @param label the truth, which the model need not know
     * @param scores the probability of each label; the largest is the answer, of equal ones the
     *     first
     */
    public void add(String label, float[] scores) {
      int classes = labels.size();
      if (scores.length != classes) {
        throw new IllegalArgumentException(
            "A row needs " + classes + " probabilities, got " + scores.length + ".");
      }
      int best = 0;
      for (int i = 1; i < classes; i++) {
        if (scores[i] > scores[best]) {
          best = i;
        }
      }
      rows++;
      Integer index = indexes.get(label);
      if (index == null) {
        unknown.computeIfAbsent(label, unused -> new int[classes])[best]++;
        return;
      }
      counts[index][best]++;
      if (knownRows == truth.length) {
        truth = Arrays.copyOf(truth, knownRows * 2);
        probabilities = Arrays.copyOf(probabilities, Math.multiplyExact(probabilities.length, 2));
      }
      truth[knownRows] = index;
      System.arraycopy(scores, 0, probabilities, knownRows * classes, classes);
      knownRows++;
    }

    /**
     * The figures of the rows so far.
     *
     * @throws IllegalStateException if there are none
     */
    public Evaluation build() {
      if (rows == 0) {
        throw new IllegalStateException("There is nothing to evaluate: add rows first.");
      }
      return new Evaluation(this);
    }
  }
}
