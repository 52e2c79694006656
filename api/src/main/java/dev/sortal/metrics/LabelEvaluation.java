package dev.sortal.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The answers of a classifier compared with the truth: what is the same whether rows have one label
 * or several, each label against the others. Immutable, safe for threads.
 *
 * <p>Figures are computed when they are first asked for. Rows count by their weights, which are 1
 * unless they were added with others.
 *
 * @param <E> the kind of evaluation
 */
public abstract sealed class LabelEvaluation<E extends LabelEvaluation<E>>
    permits Evaluation, MultiLabelEvaluation {
  private final List<String> labels;
  private final ScoredRows scored;
  private final RowWeights weights;
  private final Lazy<List<LabelCounts>> counts;
  private final Lazy<double[]> rocAucs;
  private final Lazy<double[]> averagePrecisions;
  private final Lazy<List<ClassMetrics>> classes;

  LabelEvaluation(List<String> labels, ScoredRows scored, RowWeights weights) {
    this.labels = labels;
    this.scored = scored;
    this.weights = weights;
    counts = new Lazy<>(this::count);
    rocAucs = new Lazy<>(() -> ofLabels(label -> scored.ranked(label).rocAuc(weights)));
    averagePrecisions =
        new Lazy<>(() -> ofLabels(label -> scored.ranked(label).averagePrecision(weights)));
    classes = new Lazy<>(() -> List.copyOf(figuresOfLabels()));
  }

  /** What is true of a row, in words that do not depend on the model. */
  abstract Object truth(int row);

  /** How often each label was given and true. */
  abstract List<LabelCounts> count();

  /** All single figures by name, in the order of tables. */
  abstract Map<String, ToDoubleFunction<E>> named();

  abstract E self();

  /** The evaluation of the same rows, each drawn so often. */
  abstract E resample(int[] times);

  final ScoredRows scored() {
    return scored;
  }

  final RowWeights weights() {
    return weights;
  }

  final List<LabelCounts> counts() {
    return counts.get();
  }

  private double[] ofLabels(IntToDoubleFunction figure) {
    return IntStream.range(0, labels.size()).mapToDouble(figure).toArray();
  }

  private double average(Average average, ToDoubleFunction<LabelCounts> figure) {
    return average.of(counts().stream().mapToDouble(figure).toArray(), counts());
  }

  private List<ClassMetrics> figuresOfLabels() {
    List<ClassMetrics> figures = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      LabelCounts one = counts().get(i);
      figures.add(
          new ClassMetrics(
              labels.get(i),
              one.precision(),
              one.recall(),
              one.f1(),
              one.specificity(),
              one.rows(),
              rocAucs.get()[i],
              averagePrecisions.get()[i]));
    }
    return figures;
  }

  /** The labels of the model. */
  public final List<String> labels() {
    return labels;
  }

  /** The number of rows. */
  public final int rows() {
    int rows = 0;
    for (int row = 0; row < weights.rows(); row++) {
      rows += weights.times(row);
    }
    return rows;
  }

  /** What all rows weigh together. */
  final double weight() {
    double sum = 0;
    for (int row = 0; row < weights.rows(); row++) {
      sum += weights.weight(row);
    }
    return sum;
  }

  /** The figures of each label against all others, in the order of the labels. */
  public final List<ClassMetrics> classes() {
    return classes.get();
  }

  /** The mean precision of the labels; see {@link #averagePrecision} for the area under a curve. */
  public final double precision(Average average) {
    return average(average, LabelCounts::precision);
  }

  /** The mean recall of the labels. */
  public final double recall(Average average) {
    return average(average, LabelCounts::recall);
  }

  /** The mean F1 of the labels. */
  public final double f1(Average average) {
    return average(average, LabelCounts::f1);
  }

  /** The plain mean of the F1 of the labels: {@code f1(Average.MACRO)}. */
  public final double macroF1() {
    return f1(Average.MACRO);
  }

  /**
   * The mean F-beta of the labels, in which recall weighs beta times as much as precision.
   *
   * @throws IllegalArgumentException if beta is not positive and finite
   */
  public final double fBeta(double beta, Average average) {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be positive and finite, got " + beta + ".");
    }
    return average(average, one -> one.fBeta(beta));
  }

  /**
   * The mean specificity of the labels: the share of the rows without a label that are not given
   * it.
   */
  public final double specificity(Average average) {
    return average(average, LabelCounts::specificity);
  }

  /** The precision of all answers together. */
  public final double microPrecision() {
    return LabelCounts.sum(counts()).precision();
  }

  /** The recall of all labels together. */
  public final double microRecall() {
    return LabelCounts.sum(counts()).recall();
  }

  /** The F1 of all answers together. */
  public final double microF1() {
    return LabelCounts.sum(counts()).f1();
  }

  /**
   * The mean area under the ROC curve of each label against the rest: macro is NaN where a label
   * has no rows, weighted ignores such labels, and both are NaN where a label has all rows, or no
   * row has a known label.
   */
  public final double rocAuc(Average average) {
    return LabelCounts.sum(counts()).support() == 0
        ? Double.NaN
        : average.of(rocAucs.get(), counts());
  }

  /** The area under the ROC curve of all pairs of row and label together. */
  public final double microRocAuc() {
    return scored.rankedTogether().rocAuc(weights);
  }

  /** The mean of {@link ClassMetrics#averagePrecision()} over the labels. */
  public final double averagePrecision(Average average) {
    return average.of(averagePrecisions.get(), counts());
  }

  /** The average precision of all pairs of row and label together. */
  public final double microAveragePrecision() {
    return scored.rankedTogether().averagePrecision(weights);
  }

  /**
   * The ROC curve of a label against the rest, by falling threshold: a point for each different
   * score, none dropped.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public final List<RocPoint> rocCurve(String label) {
    return scored.ranked(index(label)).roc(weights);
  }

  /**
   * The precision-recall curve of a label against the rest, by falling threshold: a point for each
   * different score, none dropped.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public final List<PrecisionRecallPoint> precisionRecall(String label) {
    return scored.ranked(index(label)).precisionRecall(weights);
  }

  /**
   * The calibration curve of a label: its probability in equal bins, beside how often it is true.
   *
   * @param bins how many, at least 1
   * @throws IllegalArgumentException if the model does not know the label, or there is no bin
   */
  public final List<ReliabilityBin> reliability(String label, int bins) {
    return scored.reliability(index(label), bins, weights).bins();
  }

  /**
   * The thresholds that a label could have, with what each gives.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public final Thresholds thresholds(String label) {
    return new Thresholds(scored.ranked(index(label)), weights);
  }

  final int index(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\": expected one of " + labels + ".");
    }
    return index;
  }

  /**
   * A figure with the interval of 1000 resamples in which it lies in 95 % of them.
   *
   * @param figure any function of an evaluation; it is called from several threads
   */
  public final Interval interval(ToDoubleFunction<? super E> figure) {
    return interval(figure, Bootstrap.standard());
  }

  /**
   * A figure with an interval over resamples of the rows.
   *
   * @param figure any function of an evaluation; it is called from several threads
   */
  public final Interval interval(ToDoubleFunction<? super E> figure, Bootstrap bootstrap) {
    double[] resampled =
        bootstrap
            .figures(weights.rows(), times -> new double[] {figure.applyAsDouble(resample(times))})[
            0];
    return Interval.of(figure.applyAsDouble(self()), resampled, bootstrap.level());
  }

  /** All single figures by name; NaN where one is undefined. */
  public final Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    named().forEach((name, figure) -> figures.put(name, figure.applyAsDouble(self())));
    return Collections.unmodifiableMap(figures);
  }

  /** All single figures by name with intervals, of the same resamples. */
  public final Map<String, Interval> intervals(Bootstrap bootstrap) {
    List<ToDoubleFunction<E>> functions = List.copyOf(named().values());
    double[][] resampled =
        bootstrap.figures(
            weights.rows(),
            times -> {
              E resample = resample(times);
              return functions.stream().mapToDouble(one -> one.applyAsDouble(resample)).toArray();
            });
    Map<String, Interval> intervals = new LinkedHashMap<>();
    figures()
        .forEach(
            (name, figure) ->
                intervals.put(
                    name, Interval.of(figure, resampled[intervals.size()], bootstrap.level())));
    return Collections.unmodifiableMap(intervals);
  }

  /** All single figures and those of each label; NaN becomes null. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows());
    figures().forEach((name, value) -> put(json, name, value));
    ArrayNode perLabel = json.putArray("classes");
    for (ClassMetrics one : classes()) {
      ObjectNode node = perLabel.addObject().put("label", one.label());
      put(node, "precision", one.precision());
      put(node, "recall", one.recall());
      put(node, "f1", one.f1());
      put(node, "specificity", one.specificity());
      node.put("support", one.support());
      put(node, "rocAuc", one.rocAuc());
      put(node, "averagePrecision", one.averagePrecision());
    }
    return json;
  }

  static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}
