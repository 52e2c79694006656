package dev.sortal.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Sides that do the same work in turns, block by block, so that what else the machine does meets
 * all of them alike. Every other round goes backwards.
 *
 * <pre>{@code
 * Turns turns = new Turns().side("SDK", () -> Cost.of(sdk)).side("bare", () -> Cost.of(bare));
 * turns.play(5, 30);
 * turns.printRatio("SDK", "bare");
 * }</pre>
 */
final class Turns {
  private final Map<String, Supplier<Cost>> sides = new LinkedHashMap<>();
  private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

  /** Adds a side that does one block of its work at each call and says what it took. */
  Turns side(String name, Supplier<Cost> block) {
    sides.put(name, block);
    return this;
  }

  /** Plays the rounds; those of the warm-up are not counted. */
  void play(int warmUp, int rounds) {
    List<String> names = new ArrayList<>(sides.keySet());
    names.forEach(name -> costs.put(name, new ArrayList<>()));
    for (int round = -warmUp; round < rounds; round++) {
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(round % 2 == 0 ? i : names.size() - 1 - i);
        Cost cost = Objects.requireNonNull(sides.get(name)).get();
        if (round >= 0) {
          Objects.requireNonNull(costs.get(name)).add(cost);
        }
      }
    }
  }

  /** Prints the time of one side over that of another: median of the rounds and interval. */
  void printRatio(String one, String other) {
    System.out.printf(
        Locale.ROOT,
        "%s / %s: processor time %s, wall time %s%n",
        one,
        other,
        Measure.ratio(values(one, Cost::cpu), values(other, Cost::cpu)),
        Measure.ratio(values(one, Cost::wall), values(other, Cost::wall)));
  }

  /** Prints how many of what a block holds each side did in a second. */
  void printRates(int count, String what) {
    for (String name : sides.keySet()) {
      System.out.printf(
          Locale.ROOT,
          "%s: %,.0f %s a second of processor time, %,.0f of wall time%n",
          name,
          count / Measure.quantile(values(name, Cost::cpu), 0.5),
          what,
          count / Measure.quantile(values(name, Cost::wall), 0.5));
    }
  }

  private double[] values(String name, ToDoubleFunction<Cost> part) {
    List<Cost> all = costs.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "No block of \"" + name + "\" was played: expected one of " + costs.keySet() + ".");
    }
    return all.stream().mapToDouble(part).toArray();
  }
}
