package dev.sortal.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A classifier's answers compared with the truth; immutable, safe for threads.
 *
 * <p>Averages are over all classes of the model. A label that the model does not know counts as
 * wrong and is a row of the confusion matrix; figures that need its probability (log loss, ROC AUC,
 * average precision, Brier, calibration) leave such rows out; coverage does not. The order of the
 * rows does not matter (but for the last bits of sums).
 *
 * <pre>{@code
 * Evaluation evaluation = classifier.evaluate(test);
 * System.out.println(evaluation);
 * double f1 = evaluation.f1(Average.MACRO);
 * }</pre>
 */
public final class Evaluation extends LabelEvaluation<Evaluation> {
  private static final Map<String, ToDoubleFunction<Evaluation>> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("accuracy", Evaluation::accuracy);
    FIGURES.put("balancedAccuracy", Evaluation::balancedAccuracy);
    FIGURES.put("macroPrecision", one -> one.precision(Average.MACRO));
    FIGURES.put("macroRecall", one -> one.recall(Average.MACRO));
    FIGURES.put("macroF1", Evaluation::macroF1);
    FIGURES.put("weightedPrecision", one -> one.precision(Average.WEIGHTED));
    FIGURES.put("weightedRecall", one -> one.recall(Average.WEIGHTED));
    FIGURES.put("weightedF1", one -> one.f1(Average.WEIGHTED));
    FIGURES.put("microF1", Evaluation::microF1);
    FIGURES.put("logLoss", Evaluation::logLoss);
    FIGURES.put("rocAuc", Evaluation::rocAuc);
    FIGURES.put("averagePrecision", Evaluation::averagePrecision);
    FIGURES.put("matthews", Evaluation::matthews);
    FIGURES.put("kappa", Evaluation::kappa);
    FIGURES.put("brier", Evaluation::brier);
    FIGURES.put("calibrationError", Evaluation::calibrationError);
  }

  private final int positive;
  private final OneLabelRows scored;
  private final Lazy<ConfusionMatrix> confusion;

  private Evaluation(List<String> labels, int positive, OneLabelRows scored, RowWeights weights) {
    super(labels, scored, weights);
    this.positive = positive;
    this.scored = scored;
    confusion = new Lazy<>(() -> ConfusionMatrix.of(labels, scored, weights));
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
    return new Builder(new GrowingRows(List.copyOf(labels), positive));
  }

  @Override
  String truth(int row) {
    return scored.truths().get(scored.truthIndex(row));
  }

  @Override
  List<LabelCounts> count() {
    ConfusionMatrix matrix = confusion();
    List<LabelCounts> counts = new ArrayList<>(labels().size());
    for (int i = 0; i < labels().size(); i++) {
      counts.add(
          new LabelCounts(
              matrix.weight(i, i),
              matrix.predictedWeight(i),
              matrix.supportWeight(i),
              matrix.totalWeight(),
              matrix.support(i)));
    }
    return counts;
  }

  @Override
  Map<String, ToDoubleFunction<Evaluation>> named() {
    return FIGURES;
  }

  @Override
  Evaluation self() {
    return this;
  }

  @Override
  Evaluation resample(int[] times) {
    return new Evaluation(labels(), positive, scored, weights().drawn(times));
  }

  /** The class that binary figures are about. */
  public String positive() {
    return labels().get(positive);
  }

  /** The labels that the model does not know, in order, with the number of their rows. */
  public Map<String, Integer> unknownLabels() {
    Map<String, Integer> unknown = new LinkedHashMap<>();
    for (int i = labels().size(); i < confusion().truths().size(); i++) {
      unknown.put(confusion().truths().get(i), confusion().support(i));
    }
    return Collections.unmodifiableMap(unknown);
  }

  /** The share of rows that are right. */
  public double accuracy() {
    return LabelCounts.ratio(confusion().rightWeight(), confusion().totalWeight());
  }

  /** The mean recall of those classes of the model that have rows; NaN if none has. */
  public double balancedAccuracy() {
    return counts().stream()
        .filter(one -> one.support() > 0)
        .mapToDouble(LabelCounts::recall)
        .average()
        .orElse(Double.NaN);
  }

  /** Which label was taken for which. */
  public ConfusionMatrix confusion() {
    return confusion.get();
  }

  /**
   * The mean of -ln(probability of the truth), clipped to [2^-52, 1 - 2^-52]; rows of unknown
   * labels are left out, NaN if there are no others.
   */
  public double logLoss() {
    return scored.logLoss(weights());
  }

  /**
   * The area under the ROC curve: with two classes that of the positive class, else the macro
   * average of each class against the rest, NaN where a class has no rows.
   */
  public double rocAuc() {
    return labels().size() == 2 ? scored.ranked(positive).rocAuc(weights()) : rocAuc(Average.MACRO);
  }

  /**
   * The area under the ROC curve of each class against each other one, averaged over the pairs
   * (Hand and Till 2001); weighted, by the rows of the pair. Macro is NaN where a class has no
   * rows, weighted ignores its pairs.
   */
  public double rocAucOneVersusOne(Average average) {
    return scored.oneVersusOne(average, counts(), weights());
  }

  /**
   * The step sum under the precision-recall curve: with two classes that of the positive class,
   * else the macro average of each class against the rest.
   */
  public double averagePrecision() {
    return labels().size() == 2
        ? scored.ranked(positive).averagePrecision(weights())
        : averagePrecision(Average.MACRO);
  }

  /** What a row costs on average, by what each kind of error does. */
  public double cost(CostMatrix costs) {
    return confusion().cost(costs);
  }

  /** Matthews' correlation coefficient over all classes, in [-1, 1]; 0 where it is 0/0. */
  public double matthews() {
    return confusion().matthews();
  }

  /** Cohen's kappa, in [-1, 1]; NaN where it is 0/0. */
  public double kappa() {
    return confusion().kappa();
  }

  /**
   * The Brier score: with two classes the mean squared distance of the positive probability from 0
   * or 1, in [0, 1]; else the sum over all classes, in [0, 2].
   */
  public double brier() {
    return scored.brier(weights());
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
    return LabelCounts.ratio(scored.topHits(k, weights()), confusion().totalWeight());
  }

  /**
   * The expected calibration error: Guo et al. (2017), equation 3, top-1 confidence in 15 equal
   * bins (low, high].
   */
  public double calibrationError() {
    return scored.reliability(Reliability.BINS, weights()).error();
  }

  /**
   * The calibration curve of the answers: their probability in equal bins (low, high], beside how
   * often they are right.
   *
   * @param bins how many, at least 1
   * @throws IllegalArgumentException if there is no bin
   */
  public List<ReliabilityBin> reliability(int bins) {
    return scored.reliability(bins, weights()).bins();
  }

  /**
   * What answering only the rows of high enough probability would give, by falling probability, a
   * point for each different one; rows of labels that the model does not know are among the wrong.
   */
  public List<CoveragePoint> coverage() {
    return scored.confident().coverage(weights());
  }

  /** What answering only the rows of at least that probability gives. */
  public CoveragePoint coverageAt(double confidence) {
    double taken = 0;
    double right = 0;
    for (int row = 0; row < scored.rows(); row++) {
      if (scored.confidence(row) >= confidence) {
        taken += weights().weight(row);
        right += scored.isRight(row) ? weights().weight(row) : 0;
      }
    }
    return new CoveragePoint(confidence, taken / weight(), right / taken);
  }

  /**
   * The confidence to abstain below so that the answers that are left have at least that accuracy
   * on these rows, and as many as possible are left; empty if there is none.
   *
   * <p>It lies in the middle between the probability of the last row that is answered and the next.
   * On other rows the accuracy is about as high if the probabilities are calibrated and these rows
   * are many; {@link #interval} of {@code one -> one.coverageAt(c).accuracy()} says how sure it is.
   *
   * @param accuracy in [0, 1]
   */
  public OptionalDouble confidenceFor(double accuracy) {
    return Thresholds.lowest(coverage(), point -> point.accuracy() >= accuracy);
  }

  /**
   * The confidence to abstain below so that at least that share of these rows is answered, and no
   * more than needed.
   *
   * @param share in (0, 1]
   */
  public OptionalDouble confidenceForCoverage(double share) {
    return Thresholds.highest(coverage(), point -> point.coverage() >= share);
  }

  /** All single figures and those of each class; NaN becomes null. */
  @Override
  public ObjectNode toJson() {
    ObjectNode json = super.toJson();
    json.put("positive", positive());
    ObjectNode unknown = json.putObject("unknownLabels");
    unknownLabels().forEach(unknown::put);
    return json;
  }

  /** The tables of {@link #toString} with the intervals of the summary's figures. */
  public String table(Bootstrap bootstrap) {
    return EvaluationTable.of(this, bootstrap);
  }

  /** Tables for a terminal of 80 columns. */
  @Override
  public String toString() {
    return EvaluationTable.of(this, null);
  }

  /** Takes rows in one by one; for one thread. */
  public static final class Builder {
    private final GrowingRows rows;

    private Builder(GrowingRows rows) {
      this.rows = rows;
    }

    /**
     * Giving the positive of two labels where its probability reaches that, instead of where it is
     * the likelier.
     *
     * @param least in (0, 1]
     * @throws IllegalArgumentException if there are not two labels, or it is out of range
     * @throws IllegalStateException if there are rows already
     */
    public Builder threshold(double least) {
      if (rows.labels().size() != 2 || !(least > 0 && least <= 1)) {
        throw new IllegalArgumentException(
            "A threshold in (0, 1] is for two labels, got "
                + least
                + " for "
                + rows.labels()
                + ".");
      }
      if (rows.rows() > 0) {
        throw new IllegalStateException(
            "The threshold comes before the rows, got " + rows.rows() + ".");
      }
      rows.threshold(least);
      return this;
    }

    /**
     * Adds a row of weight 1.
     *
     * @param label the truth, which the model need not know
     * @param scores the probability of each label, copied; the largest is the answer, of equal ones
     *     the first
     * @throws IllegalArgumentException if there is not one score in [0, 1] for each label
     */
    public void add(String label, float[] scores) {
      rows.add(label, scores, 1);
    }

    /**
     * Adds a row that counts as so many.
     *
     * @param weight what it weighs, finite and not negative; what it costs to be wrong on it
     * @throws IllegalArgumentException if there is not one score in [0, 1] for each label, or the
     *     weight is none
     */
    public void add(String label, float[] scores, double weight) {
      rows.add(label, scores, weight);
    }

    /**
     * The figures of the rows so far; rows that are added later do not change them.
     *
     * @throws IllegalStateException if there are none
     */
    public Evaluation build() {
      if (rows.rows() == 0) {
        throw new IllegalStateException("There is nothing to evaluate: add rows first.");
      }
      return new Evaluation(rows.labels(), rows.positive(), rows.scored(), rows.rowWeights());
    }
  }
}
