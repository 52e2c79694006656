package dev.sortal.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Single calls of several sides, in turns of some hundred calls each: what one call takes, in
 * microseconds of wall time.
 */
final class Latencies {
  private final int calls;
  private final Map<String, IntFunction<double[]>> sides = new LinkedHashMap<>();
  private final Map<String, List<double[]>> blocks = new LinkedHashMap<>();

  /**
   * Sides come next.
   *
   * @param calls calls of a block
   */
  Latencies(int calls) {
    this.calls = calls;
  }

  /** Adds a side, which is given the number of the call. */
  Latencies side(String name, IntConsumer call) {
    sides.put(name, first -> block(call, first));
    return this;
  }

  /** Adds a side that times the calls of a block itself and gives the microseconds of each. */
  Latencies blocks(String name, Supplier<double[]> block) {
    sides.put(name, first -> block.get());
    return this;
  }

  /** Plays the rounds; those of the warm-up are not counted. */
  void play(int warmUp, int rounds) {
    sides.keySet().forEach(name -> blocks.put(name, new ArrayList<>()));
    for (int round = -warmUp; round < rounds; round++) {
      for (Map.Entry<String, IntFunction<double[]>> side : sides.entrySet()) {
        double[] block = side.getValue().apply((round + warmUp) * calls);
        if (round >= 0) {
          Objects.requireNonNull(blocks.get(side.getKey())).add(block);
        }
      }
    }
  }

  private double[] block(IntConsumer call, int first) {
    double[] micros = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      call.accept(first + i);
      micros[i] = (System.nanoTime() - start) * 1e-3;
    }
    return micros;
  }

  /** Prints the quantiles of each side's calls. */
  void print() {
    blocks.forEach(
        (name, all) -> {
          double[] calls = all.stream().flatMapToDouble(Arrays::stream).toArray();
          System.out.printf(
              Locale.ROOT,
              "%s: p50 %.1f us, p99 %.1f us%n",
              name,
              Measure.quantile(calls, 0.5),
              Measure.quantile(calls, 0.99));
        });
  }

  /** Prints by how much one side's median is above another's, over the rounds. */
  void printDifference(String one, String other) {
    double[] first = medians(one);
    double[] second = medians(other);
    for (int i = 0; i < first.length; i++) {
      first[i] -= second[i];
    }
    System.out.printf(Locale.ROOT, "%s - %s: p50 %s us%n", one, other, Measure.median(first));
  }

  /** Prints how many times one side's median is another's, over the rounds. */
  void printRatio(String one, String other) {
    System.out.printf(
        Locale.ROOT, "%s / %s: p50 %s%n", one, other, Measure.ratio(medians(one), medians(other)));
  }

  private double[] medians(String name) {
    return Objects.requireNonNull(blocks.get(name)).stream()
        .mapToDouble(block -> Measure.quantile(block, 0.5))
        .toArray();
  }
}
