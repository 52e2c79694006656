package dev.sortal.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Successive halving: many random points are trained for few epochs, the best of them anew for
 * more, and so on until few are left that are trained for all epochs.
 *
 * <p>Hyperband runs it with several trades of many points for few epochs: Li and others,
 * "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization" (2018), algorithm 1,
 * with epochs as the resource. Its brackets begin with the one of most points. A trial is trained
 * from its beginning each time, so that its schedule of learning rates fits its epochs.
 *
 * @param points how many points the one bracket begins with, at least 2, or 0 for all brackets of
 *     Hyperband
 * @param leastEpochs how long the shortest trials are, at least 1
 * @param factor by how much points shrink and epochs grow each time, at least 2: eta
 */
public record Halving(int points, int leastEpochs, int factor) implements Method {
  public Halving {
    if (points == 1 || points < 0) {
      throw new IllegalArgumentException("There must be at least 2 points, got " + points + ".");
    }
    if (leastEpochs < 1) {
      throw new IllegalArgumentException(
          "The shortest trials need at least 1 epoch, got " + leastEpochs + ".");
    }
    if (factor < 2) {
      throw new IllegalArgumentException("The factor must be at least 2, got " + factor + ".");
    }
  }

  /** With points that shrink, and epochs that grow, by that factor each time; by default 3. */
  public Halving factor(int factor) {
    return new Halving(points, leastEpochs, factor);
  }

  /** With trials of at least so many epochs. */
  public Halving leastEpochs(int epochs) {
    return new Halving(points, epochs, factor);
  }

  /**
   * Trials of equal length, one after the other.
   *
   * @param first the number of its first trial
   * @param count how many there are
   * @param before the rung that they are the best of, or -1 for new points
   */
  private record Rung(int first, int count, int epochs, int before) {}

  @Override
  public Plan plan(Space space, long seed, int epochs) {
    if (epochs < leastEpochs * (long) factor) {
      throw new IllegalArgumentException(
          "There is nothing to halve: expected trials of at least "
              + leastEpochs * (long) factor
              + " epochs, got "
              + epochs
              + ". Give the pipeline more epochs(..), or take another method.");
    }
    int last = 0;
    for (long length = (long) leastEpochs * factor; length <= epochs; length *= factor) {
      last++;
    }
    List<Rung> rungs = new ArrayList<>();
    if (points > 0) {
      add(rungs, points, last, epochs);
    } else {
      for (int bracket = last; bracket >= 0; bracket--) {
        double count = (last + 1.0) / (bracket + 1) * Math.pow(factor, bracket);
        add(rungs, (int) Math.ceil(count - 1e-9), bracket, epochs);
      }
    }
    return new Brackets(space, seed, rungs);
  }

  /** A bracket: so many points at first, and that often a shrinking of them. */
  private void add(List<Rung> rungs, int points, int shrinkings, int epochs) {
    int count = points;
    for (int i = 0; i <= shrinkings && count > 0; i++) {
      int first = rungs.stream().mapToInt(Rung::count).sum();
      int length = Math.max(leastEpochs, (int) (epochs / Math.pow(factor, shrinkings - i)));
      rungs.add(new Rung(first, count, length, i == 0 ? -1 : rungs.size() - 1));
      count = count / factor;
    }
  }

  private record Brackets(Space space, long seed, List<Rung> rungs) implements Plan {
    @Override
    public int size() {
      Rung last = rungs.get(rungs.size() - 1);
      return last.first() + last.count();
    }

    private Rung of(int number) {
      return rungs.stream()
          .filter(rung -> number < rung.first() + rung.count())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public int needs(int number, int parallel) {
      Rung rung = of(number);
      return rung.before() < 0 ? 0 : rung.first();
    }

    @Override
    public Proposal propose(int number, List<Outcome> earlier) {
      Rung rung = of(number);
      if (rung.before() < 0) {
        return new Proposal(RandomDraws.draw(space, seed, number), rung.epochs());
      }
      int parent = best(rungs.get(rung.before()), earlier).get(number - rung.first());
      return new Proposal(earlier.get(parent).point(), rung.epochs());
    }

    /** The trials of a rung, the best first, equally good ones in order. */
    private static List<Integer> best(Rung rung, List<Outcome> outcomes) {
      return IntStream.range(rung.first(), rung.first() + rung.count())
          .boxed()
          .sorted(Comparator.comparingDouble((Integer trial) -> outcomes.get(trial).rank()))
          .toList();
    }

    @Override
    public boolean isPruned(int number, List<Outcome> all) {
      Rung rung = of(number);
      int index = rungs.indexOf(rung) + 1;
      boolean isJudged =
          index < rungs.size()
              && rungs.get(index).before() == index - 1
              && all.size() >= rungs.get(index).first();
      return isJudged && best(rung, all).indexOf(number) >= rungs.get(index).count();
    }
  }
}
