package dev.sortal.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The answers of a classifier that gives any number of labels, compared with the truth; immutable.
 *
 * <p>A label is given where its probability reaches its threshold. 0/0 is 0, as in scikit-learn
 * with {@code zero_division=0}. Labels of examples that the model does not know are counted by
 * {@link #unknownLabels()} and otherwise left out.
 *
 * <pre>{@code
 * MultiLabelEvaluation evaluation = classifier.evaluateLabels(test);
 * double f1 = evaluation.microF1();
 * }</pre>
 */
public final class MultiLabelEvaluation {
  private final List<String> labels;
  private final List<Double> thresholds;
  private final List<BitSet> truth;
  private final float[][] probabilities;
  private final int unknownLabels;
  private final List<BitSet> given = new ArrayList<>();
  private final List<ClassMetrics> classes;
  private int hits;
  private int decisions;
  private int support;

  private MultiLabelEvaluation(Builder builder) {
    this.labels = builder.labels;
    this.thresholds = builder.thresholds;
    this.truth = List.copyOf(builder.truth);
    this.probabilities = builder.probabilities.toArray(float[][]::new);
    this.unknownLabels = builder.unknownLabels;
    for (float[] row : probabilities) {
      BitSet reached = new BitSet(labels.size());
      for (int label = 0; label < labels.size(); label++) {
        reached.set(label, row[label] >= thresholds.get(label));
      }
      given.add(reached);
    }
    List<ClassMetrics> figures = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      figures.add(figures(label));
    }
    this.classes = List.copyOf(figures);
  }

  /**
   * Begins an evaluation.
   *
   * @param labels in the order of the probabilities
   * @param thresholds one for each label
   * @throws IllegalArgumentException if these are not as many, or there is none
   */
  public static Builder builder(List<String> labels, List<Double> thresholds) {
    return new Builder(List.copyOf(labels), List.copyOf(thresholds));
  }

  private ClassMetrics figures(int label) {
    int labelHits = 0;
    int labelGiven = 0;
    int labelSupport = 0;
    for (int row = 0; row < rows(); row++) {
      boolean isTrue = truth.get(row).get(label);
      boolean isGiven = given.get(row).get(label);
      labelHits += isTrue && isGiven ? 1 : 0;
      labelGiven += isGiven ? 1 : 0;
      labelSupport += isTrue ? 1 : 0;
    }
    hits += labelHits;
    decisions += labelGiven;
    support += labelSupport;
    RankedScores ranked = ranked(label);
    return new ClassMetrics(
        labels.get(label),
        ratio(labelHits, labelGiven),
        ratio(labelHits, labelSupport),
        ratio(2.0 * labelHits, labelGiven + labelSupport),
        labelSupport,
        ranked.rocAuc(),
        ranked.averagePrecision());
  }

  private RankedScores ranked(int label) {
    float[] scores = new float[rows()];
    boolean[] isPositive = new boolean[rows()];
    for (int row = 0; row < rows(); row++) {
      scores[row] = probabilities[row][label];
      isPositive[row] = truth.get(row).get(label);
    }
    return new RankedScores(scores, isPositive);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** The number of examples. */
  public int rows() {
    return probabilities.length;
  }

  /** The figures of each label against its absence, in the order of the labels. */
  public List<ClassMetrics> classes() {
    return classes;
  }

  /** How many labels of the examples the model does not know. */
  public int unknownLabels() {
    return unknownLabels;
  }

  /** The share of examples that are given exactly their true labels. */
  public double subsetAccuracy() {
    return meanOverRows(row -> truth.get(row).equals(given.get(row)) ? 1 : 0);
  }

  /** The share of all decisions, label by label, that are wrong. */
  public double hammingLoss() {
    return meanOverRows(
        row ->
            (double) (truth.get(row).cardinality() + given.get(row).cardinality() - 2 * hits(row))
                / labels.size());
  }

  /** The mean over examples of |true and given| / |true or given|. */
  public double jaccard() {
    return meanOverRows(
        row ->
            ratio(
                hits(row),
                truth.get(row).cardinality() + given.get(row).cardinality() - hits(row)));
  }

  /** The mean over examples of the F1 of their labels. */
  public double samplesF1() {
    return meanOverRows(
        row -> ratio(2.0 * hits(row), truth.get(row).cardinality() + given.get(row).cardinality()));
  }

  private int hits(int row) {
    BitSet both = (BitSet) given.get(row).clone();
    both.and(truth.get(row));
    return both.cardinality();
  }

  private double meanOverRows(IntToDoubleFunction figure) {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += figure.applyAsDouble(row);
    }
    return sum / rows();
  }

  /** The precision of all decisions together. */
  public double microPrecision() {
    return ratio(hits, decisions);
  }

  /** The recall of all decisions together. */
  public double microRecall() {
    return ratio(hits, support);
  }

  /** The F1 of all decisions together. */
  public double microF1() {
    return ratio(2.0 * hits, decisions + support);
  }

  /** The mean precision of the labels. */
  public double precision(Average average) {
    return average.of(classes, ClassMetrics::precision);
  }

  /** The mean recall of the labels. */
  public double recall(Average average) {
    return average.of(classes, ClassMetrics::recall);
  }

  /** The mean F1 of the labels. */
  public double f1(Average average) {
    return average.of(classes, ClassMetrics::f1);
  }

  /** The mean of {@link ClassMetrics#averagePrecision()}. */
  public double averagePrecision(Average average) {
    return average.of(classes, ClassMetrics::averagePrecision);
  }

  /**
   * Label ranking average precision: the mean over examples, and over their true labels, of the
   * share of true ones among the labels that are at least as likely; 1 for an example of which no
   * label is true, or all are.
   */
  public double rankingPrecision() {
    return meanOverRows(this::rankingPrecision);
  }

  private double rankingPrecision(int row) {
    BitSet isTrue = truth.get(row);
    int count = isTrue.cardinality();
    if (count == 0 || count == labels.size()) {
      return 1;
    }
    float[] scores = probabilities[row];
    double sum = 0;
    for (int label = isTrue.nextSetBit(0); label >= 0; label = isTrue.nextSetBit(label + 1)) {
      int rank = 0;
      int found = 0;
      for (int other = 0; other < scores.length; other++) {
        if (scores[other] >= scores[label]) {
          rank++;
          found += isTrue.get(other) ? 1 : 0;
        }
      }
      sum += (double) found / rank;
    }
    return sum / count;
  }

  /**
   * For each label the threshold that gives it the best F1 on these examples: the middle between
   * the lowest probability that is taken and the next one below, of equally good ones the highest;
   * 1/2 for labels that no example has, or all have.
   */
  public Map<String, Double> bestThresholds() {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int label = 0; label < labels.size(); label++) {
      best.put(labels.get(label), bestThreshold(label));
    }
    return best;
  }

  private double bestThreshold(int label) {
    int positives = classes.get(label).support();
    int negatives = rows() - positives;
    if (positives == 0 || negatives == 0) {
      return 0.5;
    }
    List<RocPoint> curve = ranked(label).curve();
    double bestF1 = -1;
    double best = 0.5;
    for (int i = 1; i < curve.size(); i++) {
      double found = curve.get(i).truePositiveRate() * positives;
      double taken = found + curve.get(i).falsePositiveRate() * negatives;
      double f1 = 2 * found / (taken + positives);
      if (f1 > bestF1 + 1e-12) {
        bestF1 = f1;
        double below = i + 1 < curve.size() ? curve.get(i + 1).threshold() : 0;
        best = (curve.get(i).threshold() + below) / 2;
      }
    }
    // Where even a probability of 0 must be taken, the smallest threshold there is.
    return Math.max(best, Double.MIN_NORMAL);
  }

  /** All single figures by name, in the order of the table. */
  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("microF1", microF1());
    figures.put("macroF1", f1(Average.MACRO));
    figures.put("weightedF1", f1(Average.WEIGHTED));
    figures.put("samplesF1", samplesF1());
    figures.put("microPrecision", microPrecision());
    figures.put("microRecall", microRecall());
    figures.put("subsetAccuracy", subsetAccuracy());
    figures.put("hammingLoss", hammingLoss());
    figures.put("jaccard", jaccard());
    figures.put("averagePrecision", averagePrecision(Average.MACRO));
    figures.put("rankingPrecision", rankingPrecision());
    return figures;
  }

  /** All single figures and those of each label; NaN becomes null. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows());
    figures().forEach((name, value) -> put(json, name, value));
    json.put("unknownLabels", unknownLabels);
    ArrayNode perLabel = json.putArray("labels");
    for (int i = 0; i < classes.size(); i++) {
      ClassMetrics one = classes.get(i);
      ObjectNode node = perLabel.addObject().put("label", one.label());
      node.put("threshold", thresholds.get(i));
      put(node, "precision", one.precision());
      put(node, "recall", one.recall());
      put(node, "f1", one.f1());
      node.put("support", one.support());
      put(node, "rocAuc", one.rocAuc());
      put(node, "averagePrecision", one.averagePrecision());
    }
    return json;
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  /** A table for a terminal of 80 columns. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(rows()).append(" examples, ").append(labels.size()).append(" labels\n");
    figures().forEach((name, value) -> line(text, "  %-18s %.4f\n", name, value));
    String head = "\n  %-24s %9s %9s %9s %9s %9s\n";
    line(text, head, "label", "threshold", "precision", "recall", "F1", "examples");
    for (int i = 0; i < classes.size(); i++) {
      ClassMetrics one = classes.get(i);
      String name = one.label();
      line(
          text,
          "  %-24s %9.4f %9.4f %9.4f %9.4f %9d\n",
          name.length() <= 24 ? name : name.substring(0, 23) + "\u2026",
          thresholds.get(i),
          one.precision(),
          one.recall(),
          one.f1(),
          one.support());
    }
    if (unknownLabels > 0) {
      line(text, "\n%d labels of the examples are unknown to the model.\n", unknownLabels);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  /** Takes examples in one by one; for one thread. */
  public static final class Builder {
    private final List<String> labels;
    private final List<Double> thresholds;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<BitSet> truth = new ArrayList<>();
    private final List<float[]> probabilities = new ArrayList<>();
    private int unknownLabels;

    private Builder(List<String> labels, List<Double> thresholds) {
      if (labels.isEmpty() || labels.size() != thresholds.size()) {
        throw new IllegalArgumentException(
            "Each label needs a threshold, got " + labels + " and " + thresholds + ".");
      }
      this.labels = labels;
      this.thresholds = thresholds;
      for (int i = 0; i < labels.size(); i++) {
        indexes.put(labels.get(i), i);
      }
    }

    /**
     * Adds an example.
     *
     * @param truth the labels that it has
     * @param scores the probability of each of the model's labels, copied
     * @throws IllegalArgumentException if there is not one score in [0, 1] for each label
     */
    public Builder add(Collection<String> truth, float[] scores) {
      boolean fits = scores.length == labels.size();
      for (int i = 0; fits && i < scores.length; i++) {
        fits = scores[i] >= 0 && scores[i] <= 1;
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "An example needs a probability in [0, 1] for each of the "
                + labels.size()
                + " labels, got "
                + Arrays.toString(scores)
                + ".");
      }
      BitSet known = new BitSet(scores.length);
      for (String label : truth) {
        Integer index = indexes.get(label);
        if (index == null) {
          unknownLabels++;
        } else {
          known.set(index);
        }
      }
      this.truth.add(known);
      probabilities.add(scores.clone());
      return this;
    }

    /**
     * The figures of the examples so far.
     *
     * @throws IllegalStateException if there are none
     */
    public MultiLabelEvaluation build() {
      if (truth.isEmpty()) {
        throw new IllegalStateException("There is nothing to evaluate: add examples first.");
      }
      return new MultiLabelEvaluation(this);
    }
  }
}
