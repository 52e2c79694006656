package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tree-structured Parzen estimator: the best trials so far and the others each have a density
 * over the space, and what is tried next is where the former is highest beside the latter.
 *
 * <p>Bergstra and others, "Algorithms for Hyper-Parameter Optimization" (2011), section 4, with
 * densities over all settings together in place of one for each, as Falkner and others, "BOHB"
 * (2018), section 3.2, have them: so that settings which are good only together are found. The best
 * are a tenth of the trials, rounded up, at most 25; failed trials are among the others. Of several
 * points drawn from the density of the best the one of the highest ratio is taken, and none a
 * second time while there are others.
 *
 * <p>With several trials at once a proposal does not know of those that are under way, so that it
 * learns a little later; with as many at once as there are trials it is random search.
 *
 * @param startup how many random trials come first, at least 2
 * @param candidates how many points are drawn for a proposal, at least 1
 */
public record Tpe(int startup, int candidates) implements Method {
  private static final long PURPOSE = 0x79E;
  private static final int MOST_GOOD = 25;

  public Tpe {
    if (startup < 2 || candidates < 1) {
      throw new IllegalArgumentException(
          "TPE needs at least 2 random trials first and 1 candidate, got "
              + startup
              + " and "
              + candidates
              + ".");
    }
  }

  /** After that many random trials; by default 10. */
  public Tpe startup(int trials) {
    return new Tpe(trials, candidates);
  }

  @Override
  public Plan plan(Space space, long seed, int epochs) {
    return new Estimator(space, seed, startup, candidates);
  }

  private record Estimator(Space space, long seed, int startup, int candidates) implements Plan {
    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }

    @Override
    public int needs(int number, int parallel) {
      return number < startup ? 0 : Math.max(0, number - parallel + 1);
    }

    @Override
    public Proposal propose(int number, List<Outcome> earlier) {
      if (number < startup || earlier.stream().allMatch(Outcome::isFailed)) {
        return new Proposal(RandomDraws.draw(space, seed, number), 0);
      }
      List<Outcome> ranked = new ArrayList<>(earlier);
      ranked.sort(Comparator.comparingDouble(Outcome::rank));
      long finished = ranked.stream().filter(one -> !one.isFailed()).count();
      int split = (int) Math.min(Math.min((ranked.size() + 9) / 10, MOST_GOOD), finished);
      ParzenDensity good = density(ranked.subList(0, split));
      ParzenDensity bad = density(ranked.subList(split, ranked.size()));
      return new Proposal(best(number, good, bad, points(earlier)), 0);
    }

    private ParzenDensity density(List<Outcome> outcomes) {
      return new ParzenDensity(space, outcomes.stream().map(Outcome::point).toList());
    }

    private static Set<List<Double>> points(List<Outcome> outcomes) {
      Set<List<Double>> points = new HashSet<>();
      outcomes.forEach(outcome -> points.add(outcome.point()));
      return points;
    }

    private List<Double> best(
        int number, ParzenDensity good, ParzenDensity bad, Set<List<Double>> tried) {
      SplitMix64 random = new SplitMix64(SplitMix64.derive(seed + PURPOSE, number));
      List<Double> best = RandomDraws.draw(space, seed, number);
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < candidates; i++) {
        List<Double> candidate = good.draw(random);
        double ratio = good.logarithm(candidate) - bad.logarithm(candidate);
        if (ratio > highest && !tried.contains(candidate)) {
          highest = ratio;
          best = candidate;
        }
      }
      return best;
    }
  }
}
