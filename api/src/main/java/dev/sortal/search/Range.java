package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;

/**
 * Numbers between two bounds, on a linear or a logarithmic scale.
 *
 * <pre>{@code
 * Setting<Double> rate = Range.logarithmic(1e-4, 1e-2);
 * Setting<Double> dropout = Range.linear(0, 0.6);
 * Setting<Integer> length = Range.whole(20, 200);
 * }</pre>
 *
 * @param low the lowest value
 * @param high the highest value
 * @param isLogarithmic whether equal factors, not equal steps, are equally far
 */
public record Range(double low, double high, boolean isLogarithmic) implements Setting<Double> {
  public Range {
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "A range must go from a lower to a higher number, got " + low + " to " + high + ".");
    }
    if (isLogarithmic && low <= 0) {
      throw new IllegalArgumentException(
          "A logarithmic range must begin above 0, got " + low + ". Take a linear one.");
    }
  }

  /** Numbers of which equal steps are equally far. */
  public static Range linear(double low, double high) {
    return new Range(low, high, false);
  }

  /** Numbers above 0 of which equal factors are equally far: rates, weights of penalties. */
  public static Range logarithmic(double low, double high) {
    return new Range(low, high, true);
  }

  /** Whole numbers, both bounds included, of which equal steps are equally far. */
  public static WholeRange whole(int low, int high) {
    return new WholeRange(low, high, false);
  }

  /** Whole numbers of at least 1, both bounds included, of which equal factors are equally far. */
  public static WholeRange wholeLogarithmic(int low, int high) {
    return new WholeRange(low, high, true);
  }

  static double at(double low, double high, boolean isLogarithmic, double place) {
    if (place <= 0 || place >= 1) {
      return place <= 0 ? low : high;
    }
    double value =
        isLogarithmic
            ? Math.exp(Math.log(low) + place * (Math.log(high) - Math.log(low)))
            : low + place * (high - low);
    return Math.min(Math.max(value, low), high);
  }

  static double[] evenly(int count) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "A range is spread over at least 2 values, got " + count + ".");
    }
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      places[i] = (double) i / (count - 1);
    }
    return places;
  }

  @Override
  public Double at(double place) {
    return at(low, high, isLogarithmic, place);
  }

  @Override
  public double snapped(double place) {
    return place;
  }

  @Override
  public double draw(SplitMix64 random) {
    return random.uniform();
  }

  @Override
  public double[] spread(int count) {
    return evenly(count);
  }

  @Override
  public int categories() {
    return 0;
  }
}
