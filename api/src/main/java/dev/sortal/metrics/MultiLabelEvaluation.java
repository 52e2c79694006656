package dev.sortal.metrics;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a classifier that gives any number of labels, compared with the truth; immutable,
 * safe for threads.
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
public final class MultiLabelEvaluation extends LabelEvaluation<MultiLabelEvaluation> {
  private static final Map<String, ToDoubleFunction<MultiLabelEvaluation>> FIGURES =
      new LinkedHashMap<>();

  static {
    FIGURES.put("microF1", MultiLabelEvaluation::microF1);
    FIGURES.put("macroF1", MultiLabelEvaluation::macroF1);
    FIGURES.put("weightedF1", one -> one.f1(Average.WEIGHTED));
    FIGURES.put("samplesF1", MultiLabelEvaluation::samplesF1);
    FIGURES.put("microPrecision", MultiLabelEvaluation::microPrecision);
    FIGURES.put("microRecall", MultiLabelEvaluation::microRecall);
    FIGURES.put("subsetAccuracy", MultiLabelEvaluation::subsetAccuracy);
    FIGURES.put("hammingLoss", MultiLabelEvaluation::hammingLoss);
    FIGURES.put("jaccard", MultiLabelEvaluation::jaccard);
    FIGURES.put("averagePrecision", one -> one.averagePrecision(Average.MACRO));
    FIGURES.put("rocAuc", one -> one.rocAuc(Average.MACRO));
    FIGURES.put("rankingPrecision", MultiLabelEvaluation::rankingPrecision);
    FIGURES.put("rankingLoss", MultiLabelEvaluation::rankingLoss);
    FIGURES.put("coverageError", MultiLabelEvaluation::coverageError);
    FIGURES.put("calibrationError", MultiLabelEvaluation::calibrationError);
  }

  private final List<Double> thresholds;
  private final LabelSetRows scored;
  private final int unknownLabels;

  private MultiLabelEvaluation(
      List<String> labels,
      List<Double> thresholds,
      LabelSetRows scored,
      RowWeights weights,
      int unknownLabels) {
    super(labels, scored, weights);
    this.thresholds = thresholds;
    this.scored = scored;
    this.unknownLabels = unknownLabels;
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

  @Override
  Set<String> truth(int row) {
    return scored.trueLabels(row).stream()
        .mapToObj(labels()::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  List<LabelCounts> count() {
    int size = labels().size();
    double[] hits = new double[size];
    double[] given = new double[size];
    double[] support = new double[size];
    int[] rows = new int[size];
    for (int row = 0; row < scored.rows(); row++) {
      double weight = weights().weight(row);
      BitSet isTrue = scored.trueLabels(row);
      BitSet isGiven = scored.given(row);
      for (int label = isTrue.nextSetBit(0); label >= 0; label = isTrue.nextSetBit(label + 1)) {
        support[label] += weight;
        rows[label] += weights().times(row);
        hits[label] += isGiven.get(label) ? weight : 0;
      }
      for (int label = isGiven.nextSetBit(0); label >= 0; label = isGiven.nextSetBit(label + 1)) {
        given[label] += weight;
      }
    }
    double total = weight();
    List<LabelCounts> counts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      counts.add(new LabelCounts(hits[i], given[i], support[i], total, rows[i]));
    }
    return counts;
  }

  @Override
  Map<String, ToDoubleFunction<MultiLabelEvaluation>> named() {
    return FIGURES;
  }

  @Override
  MultiLabelEvaluation self() {
    return this;
  }

  @Override
  MultiLabelEvaluation resample(int[] times) {
    return new MultiLabelEvaluation(
        labels(), thresholds, scored, weights().drawn(times), unknownLabels);
  }

  /** How many labels of the rows the model does not know. */
  public int unknownLabels() {
    return unknownLabels;
  }

  /** The share of rows that are given exactly their true labels. */
  public double subsetAccuracy() {
    return mean(row -> scored.isRight(row) ? 1 : 0);
  }

  /** The share of all decisions, label by label, that are wrong. */
  public double hammingLoss() {
    return mean(row -> (double) (scored.named(row) - 2 * scored.hits(row)) / labels().size());
  }

  /** The mean over rows of |true and given| / |true or given|. */
  public double jaccard() {
    return mean(row -> LabelCounts.ratio(scored.hits(row), scored.named(row) - scored.hits(row)));
  }

  /** The mean over rows of the F1 of their labels. */
  public double samplesF1() {
    return mean(row -> LabelCounts.ratio(2.0 * scored.hits(row), scored.named(row)));
  }

  /**
   * The label ranking average precision: the mean over rows and their true labels of the share of
   * true ones among the labels that are at least as likely; 1 for a row where no label is true, or
   * all are.
   */
  public double rankingPrecision() {
    double[] figures = scored.rankingPrecisions();
    return mean(row -> figures[row]);
  }

  /**
   * The mean over rows of the share of pairs of a true and another label in which the true one is
   * not the likelier; 0 for a row where no label is true, or all are.
   */
  public double rankingLoss() {
    double[] figures = scored.rankingLosses();
    return mean(row -> figures[row]);
  }

  /** The mean number of likeliest labels that must be taken to have all true ones. */
  public double coverageError() {
    double[] figures = scored.coverageErrors();
    return mean(row -> figures[row]);
  }

  /** The mean over labels of the distance of probability and frequency in 15 equal bins. */
  public double calibrationError() {
    double sum = 0;
    for (int label = 0; label < labels().size(); label++) {
      sum += scored.reliability(label, Reliability.BINS, weights()).error();
    }
    return sum / labels().size();
  }

  private double mean(IntToDoubleFunction figure) {
    double sum = 0;
    for (int row = 0; row < scored.rows(); row++) {
      sum += weights().weight(row) * figure.applyAsDouble(row);
    }
    return sum / weight();
  }

  /**
   * For each label the threshold that gives it the best F1 on these examples: the middle between
   * the lowest probability that is taken and the next one below, of equally good ones the highest;
   * 1/2 for labels that no example has, or all have.
   */
  public Map<String, Double> bestThresholds() {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int label = 0; label < labels().size(); label++) {
      LabelCounts one = counts().get(label);
      best.put(
          labels().get(label),
          one.support() == one.total()
              ? 0.5
              : thresholds(labels().get(label)).forF1().map(OperatingPoint::threshold).orElse(0.5));
    }
    return best;
  }

  /** All single figures and those of each label; NaN becomes null. */
  @Override
  public ObjectNode toJson() {
    ObjectNode json = super.toJson();
    for (int i = 0; i < thresholds.size(); i++) {
      ((ObjectNode) json.path("classes").path(i)).put("threshold", thresholds.get(i));
    }
    json.put("unknownLabels", unknownLabels);
    return json;
  }

  /** A table for a terminal of 80 columns. */
  @Override
  public String toString() {
    return table(Map.of());
  }

  /** The table of {@link #toString} with an interval of each single figure. */
  public String table(Bootstrap bootstrap) {
    return table(intervals(bootstrap));
  }

  private String table(Map<String, Interval> intervals) {
    StringBuilder text = new StringBuilder();
    text.append(rows()).append(" examples, ").append(labels().size()).append(" labels\n");
    figures()
        .forEach(
            (name, value) -> {
              Interval interval = intervals.get(name);
              String shown =
                  interval == null
                      ? String.format(Locale.ROOT, "%.4f", value)
                      : interval.toString();
              line(text, "  %-18s %s\n", name, shown);
            });
    String head = "\n  %-24s %9s %9s %9s %9s %9s\n";
    line(text, head, "label", "threshold", "precision", "recall", "F1", "examples");
    for (int i = 0; i < labels().size(); i++) {
      ClassMetrics one = classes().get(i);
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
    private double @Nullable [] weights;
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
      return add(truth, scores, 1);
    }

    /**
     * Adds an example that counts as so many.
     *
     * @param weight what it weighs, finite and not negative
     * @throws IllegalArgumentException if there is not one score in [0, 1] for each label, or the
     *     weight is none
     */
    public Builder add(Collection<String> truth, float[] scores, double weight) {
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
      weights = RowWeights.with(weights, probabilities.size(), weight);
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
      float[] flat = new float[Math.multiplyExact(truth.size(), labels.size())];
      for (int row = 0; row < truth.size(); row++) {
        System.arraycopy(probabilities.get(row), 0, flat, row * labels.size(), labels.size());
      }
      return new MultiLabelEvaluation(
          labels,
          thresholds,
          new LabelSetRows(List.copyOf(truth), flat, thresholds),
          RowWeights.of(truth.size(), weights),
          unknownLabels);
    }
  }
}
