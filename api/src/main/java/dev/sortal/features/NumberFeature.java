package dev.sortal.features;

import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * A field of numbers.
 *
 * <p>A value x is first limited to [lowest, highest], then made sign(x) * ln(1 + |x|) if log is
 * set, then scaled. A missing value becomes the middle of the scale (0, for QUANTILE 0.5). If a
 * value is missing in training, a second number says so: 1 where it is missing, else 0.
 *
 * @param field the field
 * @param logarithm whether the logarithm is taken
 * @param lowest what lower values become
 * @param highest what higher values become
 * @param scale how values are scaled
 */
public record NumberFeature(
    String field, boolean logarithm, double lowest, double highest, Scale scale)
    implements Feature {
  /** How values are scaled. */
  public enum Scale {
    /** Not at all; for values that are near [-1, 1] already. */
    NONE,
    /** (x - mean) / standard deviation of the training values (that of the population). */
    STANDARD,
    /**
     * The share of training values that are lower, in [0, 1], by 100 quantiles, in between linear.
     */
    QUANTILE
  }

  public NumberFeature {
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "clip needs a lower bound below the upper, got " + lowest + " and " + highest + ".");
    }
  }

  /** This feature with its logarithm taken: sign(x) * ln(1 + |x|). */
  public NumberFeature log() {
    return new NumberFeature(field, true, lowest, highest, scale);
  }

  /** This feature limited to these bounds. */
  public NumberFeature clip(double lowest, double highest) {
    return new NumberFeature(field, logarithm, lowest, highest, scale);
  }

  /** This feature scaled in that way; by default STANDARD. */
  public NumberFeature scale(Scale scale) {
    return new NumberFeature(field, logarithm, lowest, highest, scale);
  }

  /** The value after limits and logarithm; NaN stays NaN. */
  double limited(double value) {
    double limited = Math.min(Math.max(value, lowest), highest);
    return logarithm ? Math.copySign(Math.log1p(Math.abs(limited)), limited) : limited;
  }

  @Override
  public Learning start() {
    return new NumberLearning();
  }

  /**
   * Mean and deviation by Welford's method; quantiles from a sample where there are many values.
   */
  private final class NumberLearning implements Learning {
    private static final int SAMPLE = 100_000;

    private final SplitMix64 random = new SplitMix64(SplitMix64.derive(0, 0xFEA7));
    private double[] sample = new double[256];
    private long count;
    private long missing;
    private double mean;
    private double squares;

    @Override
    public void add(Example example) {
      double value = limited(example.numberOf(field));
      if (Double.isNaN(value)) {
        missing++;
        return;
      }
      count++;
      double difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
      if (scale == Scale.QUANTILE) {
        keep(value);
      }
    }

    /** Vitter's algorithm R. */
    private void keep(double value) {
      if (count <= SAMPLE) {
        if (count > sample.length) {
          sample = Arrays.copyOf(sample, Math.min(SAMPLE, sample.length * 2));
        }
        sample[(int) count - 1] = value;
      } else {
        long place = Long.remainderUnsigned(random.next(), count);
        if (place < SAMPLE) {
          sample[(int) place] = value;
        }
      }
    }

    @Override
    public FittedFeature finish() {
      if (count == 0) {
        throw new DataException(
            "The field \""
                + field
                + "\" cannot be learned from: expected numbers in the training examples, got none in "
                + missing
                + " of them. Check its name and that the source reads it as a number.");
      }
      double deviation = Math.sqrt(squares / count);
      return new FittedFeature.Number(
          NumberFeature.this,
          mean,
          deviation > 0 ? deviation : 1,
          scale == Scale.QUANTILE ? quantiles() : new double[0],
          missing > 0);
    }

    private double[] quantiles() {
      int size = (int) Math.min(count, SAMPLE);
      double[] sorted = Arrays.copyOf(sample, size);
      Arrays.sort(sorted);
      double[] quantiles = new double[101];
      for (int i = 0; i <= 100; i++) {
        double place = i / 100.0 * (size - 1);
        int below = (int) place;
        int above = Math.min(below + 1, size - 1);
        quantiles[i] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
      }
      return quantiles;
    }
  }
}
