package dev.sortal.bundle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import dev.sortal.metrics.FittedCalibration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How logits become probabilities and labels. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Decision.OneLabel.class, name = "oneLabel"),
  @JsonSubTypes.Type(value = Decision.SeveralLabels.class, name = "severalLabels")
})
public sealed interface Decision {
  /** How logits become probabilities. */
  FittedCalibration calibration();

  /** This with other probabilities. */
  Decision calibrated(FittedCalibration other);

  /** The probabilities of the labels, calibrated. */
  float[] probabilities(float[] logits);

  /** The index of the largest probability; of equal ones the first. */
  static int likeliest(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Refuses to be that of another number of labels.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  void requireLabels(int labels);

  /**
   * Softmax; the likeliest label.
   *
   * @param calibration how logits become probabilities
   * @param threshold of the positive of two labels, in (0, 1]: it is given where its probability
   *     reaches that; 0 to give the likeliest
   * @param abstainBelow in [0, 1]: no label is given where its probability is below
   * @param outOfScope the indexes of labels that mean that none of the others fits
   */
  record OneLabel(
      FittedCalibration calibration,
      double threshold,
      double abstainBelow,
      List<Integer> outOfScope)
      implements Decision {
    public OneLabel {
      outOfScope = List.copyOf(outOfScope);
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException(
            "A threshold must be in (0, 1], or 0 for none, got " + threshold + ".");
      }
      if (!(abstainBelow >= 0 && abstainBelow <= 1)) {
        throw new IllegalArgumentException(
            "The confidence to abstain below must be in [0, 1], got " + abstainBelow + ".");
      }
    }

    /** The likeliest label, always, without calibration. */
    public static OneLabel plain() {
      return new OneLabel(new FittedCalibration.None(), 0, 0, List.of());
    }

    /**
     * {@inheritDoc}
     *
     * <p>A threshold is kept as it is, and so is the confidence to abstain below.
     */
    @Override
    public OneLabel calibrated(FittedCalibration other) {
      return new OneLabel(other, threshold, abstainBelow, outOfScope);
    }

    /** This with another threshold of the positive of two labels. */
    public OneLabel threshold(double other) {
      return new OneLabel(calibration, other, abstainBelow, outOfScope);
    }

    /** This giving no label below another probability. */
    public OneLabel abstainBelow(double confidence) {
      return new OneLabel(calibration, threshold, confidence, outOfScope);
    }

    /** This with other labels that mean that none fits. */
    public OneLabel outOfScope(List<Integer> labels) {
      return new OneLabel(calibration, threshold, abstainBelow, labels);
    }

    @Override
    public float[] probabilities(float[] logits) {
      return calibration.oneLabel(logits);
    }

    @Override
    public void requireLabels(int labels) {
      calibration.requireLabels(labels, true);
      if (threshold > 0 && labels != 2) {
        throw new IllegalArgumentException(
            "Only a model of two labels has a threshold, got one of " + labels + ".");
      }
      for (int label : outOfScope) {
        if (label < 0 || label >= labels) {
          throw new IllegalArgumentException(
              "A label that is out of scope must be the index of one of "
                  + labels
                  + ", got "
                  + label
                  + ".");
        }
      }
    }

    /**
     * The index of the label that fits best.
     *
     * @param positive which of two the threshold is about
     */
    public int label(float[] probabilities, int positive) {
      if (threshold > 0) {
        return probabilities[positive] >= threshold ? positive : 1 - positive;
      }
      return likeliest(probabilities);
    }
  }

  /**
   * Sigmoid; every label whose probability reaches its threshold.
   *
   * @param calibration how logits become probabilities
   * @param thresholds for each label, in (0, 1]
   */
  record SeveralLabels(FittedCalibration calibration, List<Double> thresholds) implements Decision {
    public SeveralLabels {
      thresholds = List.copyOf(thresholds);
      for (double threshold : thresholds) {
        if (!(threshold > 0 && threshold <= 1)) {
          throw new IllegalArgumentException(
              "A threshold must be in (0, 1], got " + threshold + ".");
        }
      }
    }

    /** The same threshold for that many labels, without calibration. */
    public static SeveralLabels plain(int labels, double threshold) {
      return new SeveralLabels(
          new FittedCalibration.None(), Collections.nCopies(labels, threshold));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Thresholds of what was not calibrated become what the calibration makes of them, so that
     * the same labels are given, but for those that a curve makes equal; others are kept.
     */
    @Override
    public SeveralLabels calibrated(FittedCalibration other) {
      if (!(calibration instanceof FittedCalibration.None)) {
        return new SeveralLabels(other, thresholds);
      }
      List<Double> mapped = new ArrayList<>(thresholds.size());
      for (int label = 0; label < thresholds.size(); label++) {
        mapped.add(Math.max(other.of(label, thresholds.get(label)), Double.MIN_NORMAL));
      }
      return new SeveralLabels(other, mapped);
    }

    /** This with other thresholds. */
    public SeveralLabels thresholds(List<Double> other) {
      return new SeveralLabels(calibration, other);
    }

    @Override
    public float[] probabilities(float[] logits) {
      return calibration.severalLabels(logits);
    }

    @Override
    public void requireLabels(int labels) {
      calibration.requireLabels(labels, false);
      if (thresholds.size() != labels) {
        throw new IllegalArgumentException(
            "Each label needs a threshold: expected "
                + labels
                + ", got "
                + thresholds.size()
                + ".");
      }
    }
  }
}
