package dev.sortal;

import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.error.DataException;
import dev.sortal.metrics.Calibration;
import dev.sortal.metrics.FittedCalibration;
import java.util.ArrayList;
import java.util.List;

/** The examples that a calibration is fitted on, with what the network says of them. */
final class CalibrationRows {
  private final Labels labels;
  private final boolean severalLabels;
  private final List<float[]> logits = new ArrayList<>();
  private final List<Integer> one = new ArrayList<>();
  private final List<boolean[]> several = new ArrayList<>();

  CalibrationRows(Labels labels, boolean severalLabels) {
    this.labels = labels;
    this.severalLabels = severalLabels;
  }

  /** Takes an example in, unless its label is none of the model's. */
  void add(Example example, float[] row) {
    example.requireLabels();
    if (severalLabels) {
      boolean[] truth = new boolean[labels.size()];
      for (String label : example.requireLabels()) {
        int index = labels.index(label);
        if (index >= 0) {
          truth[index] = true;
        }
      }
      several.add(truth);
      logits.add(row);
      return;
    }
    int index = labels.index(String.valueOf(example.label()));
    if (index >= 0) {
      one.add(index);
      logits.add(row);
    }
  }

  FittedCalibration fit(Calibration calibration) {
    if (logits.isEmpty()) {
      throw new DataException(
          "There is nothing to calibrate with: expected examples with labels of the model, got"
              + " none. The labels are "
              + labels
              + ".");
    }
    return severalLabels
        ? calibration.fit(logits, several)
        : calibration.fit(logits, one.stream().mapToInt(Integer::intValue).toArray());
  }
}
