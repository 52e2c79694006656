package dev.sortal.metrics;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import java.util.Collections;
import java.util.List;

/** How logits become probabilities; immutable. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FittedCalibration.None.class, name = "none"),
  @JsonSubTypes.Type(value = FittedCalibration.Temperature.class, name = "temperature"),
  @JsonSubTypes.Type(value = FittedCalibration.Isotonic.class, name = "isotonic")
})
public sealed interface FittedCalibration {
  /** The probabilities of labels that exclude each other: softmax, calibrated. */
  float[] oneLabel(float[] logits);

  /** The probabilities of labels that do not: sigmoid, calibrated. */
  float[] severalLabels(float[] logits);

  /**
   * What becomes of a probability of one of several labels.
   *
   * @param label its index
   * @param probability in [0, 1], as it would be without calibration
   */
  double of(int label, double probability);

  /**
   * Refuses to be that of another number of labels.
   *
   * @param oneLabel whether the model gives one label
   * @throws IllegalArgumentException if it does not fit
   */
  void requireLabels(int labels, boolean oneLabel);

  /** Softmax or sigmoid alone. */
  record None() implements FittedCalibration {
    @Override
    public float[] oneLabel(float[] logits) {
      return Logits.narrow(Logits.softmax(logits, 1));
    }

    @Override
    public float[] severalLabels(float[] logits) {
      return sigmoid(logits, 1);
    }

    @Override
    public double of(int label, double probability) {
      return probability;
    }

    @Override
    public void requireLabels(int labels, boolean oneLabel) {}
  }

  /**
   * Logits divided by a temperature: above 1 less sure, below 1 surer.
   *
   * @param temperature positive and finite
   */
  record Temperature(double temperature) implements FittedCalibration {
    public Temperature {
      if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A temperature must be positive and finite, got " + temperature + ".");
      }
    }

    @Override
    public float[] oneLabel(float[] logits) {
      return Logits.narrow(Logits.softmax(logits, 1 / temperature));
    }

    @Override
    public float[] severalLabels(float[] logits) {
      return sigmoid(logits, 1 / temperature);
    }

    @Override
    public double of(int label, double probability) {
      double odds = Math.pow(probability / (1 - probability), 1 / temperature);
      return odds == Double.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
    }

    @Override
    public void requireLabels(int labels, boolean oneLabel) {}
  }

  /**
   * A rising curve for each label; of two that exclude each other, for the second alone.
   *
   * @param curves in the order of the labels
   */
  record Isotonic(List<Curve> curves) implements FittedCalibration {
    public Isotonic {
      curves = List.copyOf(curves);
    }

    @Override
    public float[] oneLabel(float[] logits) {
      double[] probabilities = Logits.softmax(logits, 1);
      if (probabilities.length == 2) {
        probabilities[1] = of(0, probabilities[1]);
        probabilities[0] = 1 - probabilities[1];
        return Logits.narrow(probabilities);
      }
      double sum = 0;
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = of(i, probabilities[i]);
        sum += probabilities[i];
      }
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = sum == 0 ? 1.0 / probabilities.length : probabilities[i] / sum;
      }
      return Logits.narrow(probabilities);
    }

    @Override
    public float[] severalLabels(float[] logits) {
      float[] probabilities = new float[logits.length];
      for (int i = 0; i < logits.length; i++) {
        probabilities[i] = (float) of(i, Logits.sigmoid(logits[i], 1));
      }
      return probabilities;
    }

    @Override
    public double of(int label, double probability) {
      return curves.get(label).at((float) probability);
    }

    @Override
    public void requireLabels(int labels, boolean oneLabel) {
      int expected = oneLabel && labels == 2 ? 1 : labels;
      if (curves.size() != expected) {
        throw new IllegalArgumentException(
            "A calibration of "
                + labels
                + " labels has "
                + expected
                + " curves, got "
                + curves.size()
                + ".");
      }
    }
  }

  /**
   * A rising curve through points, straight between them and level beyond the ends.
   *
   * @param from rising, in [0, 1]
   * @param to not falling, in [0, 1]; as many
   */
  record Curve(List<Double> from, List<Double> to) {
    static final Curve IDENTITY = new Curve(List.of(0.0, 1.0), List.of(0.0, 1.0));

    public Curve {
      from = List.copyOf(from);
      to = List.copyOf(to);
      boolean fits = !from.isEmpty() && from.size() == to.size();
      for (int i = 0; fits && i < from.size(); i++) {
        fits =
            from.get(i) >= 0
                && from.get(i) <= 1
                && to.get(i) >= 0
                && to.get(i) <= 1
                && (i == 0 || (from.get(i) > from.get(i - 1) && to.get(i) >= to.get(i - 1)));
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "A calibration curve rises through points in [0, 1], got "
                + from.size()
                + " and "
                + to.size()
                + " values that do not.");
      }
    }

    double at(double probability) {
      int place = Collections.binarySearch(from, probability);
      if (place >= 0) {
        return to.get(place);
      }
      int above = -place - 1;
      if (above == 0) {
        return to.get(0);
      }
      if (above == from.size()) {
        return to.get(above - 1);
      }
      double low = from.get(above - 1);
      double share = (probability - low) / (from.get(above) - low);
      return to.get(above - 1) + share * (to.get(above) - to.get(above - 1));
    }
  }

  private static float[] sigmoid(float[] logits, double factor) {
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) Logits.sigmoid(logits[i], factor);
    }
    return probabilities;
  }
}
