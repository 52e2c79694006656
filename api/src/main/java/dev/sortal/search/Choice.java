package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of several values between which there is no order.
 *
 * <pre>{@code
 * Setting<Integer> filters = Choice.of(50, 100, 200);
 * Setting<Boolean> punctuation = Choice.of(true, false);
 * }</pre>
 *
 * @param values at least two different ones
 * @param <T> their type; its {@code toString} names them in logs and tables
 */
public record Choice<T>(List<T> values) implements Setting<T> {
  public Choice {
    values = List.copyOf(values);
    if (values.stream().map(Object::toString).distinct().count() != values.size()
        || values.size() < 2) {
      throw new IllegalArgumentException(
          "A choice needs at least 2 values of different names, got " + values + ".");
    }
  }

  /** One of these values. */
  @SafeVarargs
  public static <T> Choice<T> of(T... values) {
    return new Choice<>(List.of(values));
  }

  @Override
  public T at(double place) {
    return values.get((int) place);
  }

  @Override
  public double snapped(double place) {
    return (int) place;
  }

  @Override
  public double draw(SplitMix64 random) {
    return random.below(values.size());
  }

  @Override
  public double[] spread(int count) {
    return IntStream.range(0, values.size()).asDoubleStream().toArray();
  }

  @Override
  public int categories() {
    return values.size();
  }
}
