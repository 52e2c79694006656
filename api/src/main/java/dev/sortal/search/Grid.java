package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * Every combination of values, in an order of chance, so that a search that is ended early has seen
 * something of all of it.
 *
 * @param values how many values of each range, at least 2
 */
public record Grid(int values) implements Method {
  private static final int LARGEST = 1 << 20;

  public Grid {
    if (values < 2) {
      throw new IllegalArgumentException(
          "A grid needs at least 2 values of each range, got " + values + ".");
    }
  }

  @Override
  public Plan plan(Space space, long seed, int epochs) {
    List<double[]> axes = space.settings().stream().map(one -> one.spread(values)).toList();
    long size = 1;
    for (double[] axis : axes) {
      size = Math.min(size * axis.length, Integer.MAX_VALUE);
    }
    if (size > LARGEST) {
      throw new IllegalArgumentException(
          "The grid is too large: expected at most "
              + LARGEST
              + " combinations, got more from "
              + axes.stream().map(axis -> axis.length).toList()
              + " values. Take fewer values, or another method.");
    }
    int[] order = new int[(int) size];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    new SplitMix64(SplitMix64.derive(seed, 0x621D)).shuffle(order);
    return new Combinations(axes, order);
  }

  private record Combinations(List<double[]> axes, int[] order) implements Plan {
    @Override
    public int size() {
      return order.length;
    }

    @Override
    public int needs(int number, int parallel) {
      return 0;
    }

    @Override
    public Proposal propose(int number, List<Outcome> earlier) {
      List<Double> point = new ArrayList<>();
      int rest = order[number];
      for (double[] axis : axes) {
        point.add(axis[rest % axis.length]);
        rest /= axis.length;
      }
      return new Proposal(point, 0);
    }
  }
}
