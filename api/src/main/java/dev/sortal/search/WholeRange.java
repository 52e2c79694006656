package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * Whole numbers between two bounds, on a linear or a logarithmic scale.
 *
 * @param low the lowest value
 * @param high the highest value
 * @param isLogarithmic whether equal factors, not equal steps, are equally far
 */
public record WholeRange(int low, int high, boolean isLogarithmic) implements Setting<Integer> {
  public WholeRange {
    if (low >= high) {
      throw new IllegalArgumentException(
          "A range must go from a lower to a higher number, got " + low + " to " + high + ".");
    }
    if (isLogarithmic && low < 1) {
      throw new IllegalArgumentException(
          "A logarithmic range of whole numbers must begin at 1 or above, got "
              + low
              + ". Take a linear one.");
    }
  }

  // Half a step beyond both bounds, so that these have as much room as the values between.
  @Override
  public Integer at(double place) {
    double value = Range.at(low - 0.5, high + 0.5, isLogarithmic, place);
    return (int) Math.min(Math.max(Math.rint(value), low), high);
  }

  @Override
  public double snapped(double place) {
    return place(at(place));
  }

  private double place(int value) {
    double from = low - 0.5;
    double to = high + 0.5;
    return isLogarithmic
        ? Math.log(value / from) / Math.log(to / from)
        : (value - from) / (to - from);
  }

  @Override
  public double draw(SplitMix64 random) {
    return snapped(random.uniform());
  }

  @Override
  public double[] spread(int count) {
    return Arrays.stream(Range.evenly(count)).map(this::snapped).distinct().toArray();
  }

  @Override
  public int categories() {
    return 0;
  }
}
