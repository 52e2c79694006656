package dev.sortal.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Functions whose lowest value is 0, to be searched; optuna_regrets.py has the same. */
final class SyntheticFunctions {
  /**
   * A function over a space.
   *
   * @param loss takes a value for each setting
   */
  record Function(String name, Space space, ToDoubleFunction<List<Object>> loss) {
    double at(List<Double> point) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < space.size(); i++) {
        values.add(space.settings().get(i).at(point.get(i)));
      }
      return loss.applyAsDouble(values);
    }

    /** The outcomes of so many trials, one after the other. */
    List<Outcome> run(Method method, long seed, int trials) {
      Plan plan = method.plan(space, seed, 1);
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < trials; i++) {
        List<Double> point = plan.propose(i, outcomes.subList(0, plan.needs(i, 1))).point();
        outcomes.add(new Outcome(point, at(point)));
      }
      return outcomes;
    }

    /** The median over seeds of the lowest value that is found. */
    double median(Method method, int seeds, int trials) {
      double[] lowest =
          IntStream.range(0, seeds)
              .mapToDouble(
                  seed ->
                      run(method, seed, trials).stream()
                          .mapToDouble(Outcome::loss)
                          .min()
                          .orElseThrow())
              .sorted()
              .toArray();
      return (lowest[(seeds - 1) / 2] + lowest[seeds / 2]) / 2;
    }
  }

  private SyntheticFunctions() {}

  /** Branin's function, less its lowest value. */
  static Function branin() {
    return new Function(
        "branin",
        new Space(List.of(Range.linear(-5, 10), Range.linear(0, 15))),
        values -> {
          double x = (Double) values.get(0);
          double y = (Double) values.get(1);
          double b = 5.1 / (4 * Math.PI * Math.PI);
          double c = 5 / Math.PI;
          double t = 1 / (8 * Math.PI);
          double bend = y - b * x * x + c * x - 6;
          return bend * bend + 10 * (1 - t) * Math.cos(x) + 10 - 0.39788735772973816;
        });
  }

  /** A rate, a kind, a whole number whose weight the kind decides, a flag and a share. */
  static Function mixed() {
    return new Function(
        "mixed",
        new Space(
            List.of(
                Range.logarithmic(1e-5, 1),
                Choice.of("a", "b", "c", "d"),
                Range.whole(1, 30),
                Choice.of(true, false),
                Range.linear(0, 1))),
        values -> {
          double rate = Math.log10((Double) values.get(0)) + 3;
          String kind = (String) values.get(1);
          double size = ((Integer) values.get(2) - 12) / 10.0;
          double loss = 0.3 * rate * rate + (kind.equals("c") ? 0 : kind.equals("a") ? 0.5 : 1);
          loss += size * size * (kind.equals("c") ? 1 : 0.2);
          loss += (Boolean) values.get(3) ? 0.3 : 0;
          return loss + 0.1 * Math.abs((Double) values.get(4) - 0.7);
        });
  }

  /** The squared distance from a point in six dimensions. */
  static Function bowl() {
    Setting<?>[] sides = new Setting<?>[6];
    Arrays.fill(sides, Range.linear(0, 1));
    return new Function(
        "bowl",
        new Space(List.of(sides)),
        values ->
            IntStream.range(0, 6)
                .mapToDouble(i -> (Double) values.get(i) - 0.2 - 0.1 * i)
                .map(distance -> distance * distance)
                .sum());
  }
}
