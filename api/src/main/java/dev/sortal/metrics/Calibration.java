package dev.sortal.metrics;

import java.util.List;
import java.util.function.Function;

/**
 * How probabilities are made to say how often they come true, on rows that were not trained on.
 *
 * <pre>{@code
 * Classifier classifier = Pipeline.text().calibrate(Calibration.TEMPERATURE).train(dataset);
 * }</pre>
 */
public enum Calibration {
  /**
   * All logits divided by one number, the temperature, that gives the least log loss (Guo et al.
   * 2017). The order of the labels stays as it is. A few hundred rows are enough.
   */
  TEMPERATURE(TemperatureFit::oneLabel, TemperatureFit::severalLabels),

  /**
   * A rising curve for each label, from its probability to how often it came true (Zadrozny and
   * Elkan 2002); of one label out of more than two, the results are divided by their sum. It can
   * mend more than a temperature and needs more rows, a thousand for each label or so. The order of
   * the labels may change, and with it the answer. A label that no row has, or every row, keeps its
   * probability.
   */
  ISOTONIC(IsotonicFit::oneLabel, IsotonicFit::severalLabels);

  private final Function<RowsOfLogits, FittedCalibration> ofOneLabel;
  private final Function<RowsOfLogits, FittedCalibration> ofSeveralLabels;

  Calibration(
      Function<RowsOfLogits, FittedCalibration> ofOneLabel,
      Function<RowsOfLogits, FittedCalibration> ofSeveralLabels) {
    this.ofOneLabel = ofOneLabel;
    this.ofSeveralLabels = ofSeveralLabels;
  }

  /**
   * Fits the calibration of a model that gives one label.
   *
   * @param logits of each row, as they come out of the network; [rows][labels]
   * @param truth the index of each row's label
   * @throws IllegalArgumentException if there is no row
   */
  public FittedCalibration fit(List<float[]> logits, int[] truth) {
    return ofOneLabel.apply(
        new RowsOfLogits(logits, truth.length, (row, label) -> truth[row] == label));
  }

  /**
   * Fits the calibration of a model that gives any number of labels.
   *
   * @param logits of each row, as they come out of the network; [rows][labels]
   * @param truth whether each label is true of each row; [rows][labels]
   * @throws IllegalArgumentException if there is no row
   */
  public FittedCalibration fit(List<float[]> logits, List<boolean[]> truth) {
    return ofSeveralLabels.apply(
        new RowsOfLogits(logits, truth.size(), (row, label) -> truth.get(row)[label]));
  }
}
