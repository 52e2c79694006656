package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * How much each setting alone decides of the loss.
 *
 * <p>Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance"
 * (2014): a random forest is fitted to the trials, and of its predictions over the whole space,
 * every value as likely, that share of the variance is given which the mean at each value of the
 * setting has, over all values of the others. The shares of all settings leave out what only
 * several together decide, so that they sum to 1 at most.
 *
 * <p>With few trials, or where the best region was searched and the rest was not, it is a rough
 * guess.
 */
public final class Importance {
  private static final int TREES = 64;
  private static final int FEWEST = 6;

  private Importance() {}

  /**
   * The share of each setting, in their order, each in [0, 1].
   *
   * @param outcomes failed trials are left out
   * @return NaN for each setting if fewer than 6 trials are over, or all came to the same
   */
  public static List<Double> of(Space space, List<Outcome> outcomes, long seed) {
    List<Outcome> finished = outcomes.stream().filter(one -> !one.isFailed()).toList();
    double[] sums = new double[space.size()];
    int trees = 0;
    for (int tree = 0; tree < TREES && finished.size() >= FEWEST; tree++) {
      SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, tree));
      List<RegressionTree.Leaf> leaves = new RegressionTree(space, finished, random).leaves();
      double mean = leaves.stream().mapToDouble(leaf -> leaf.value() * volume(leaf)).sum();
      double all =
          leaves.stream().mapToDouble(leaf -> square(leaf.value() - mean) * volume(leaf)).sum();
      if (all > 0) {
        trees++;
        for (int i = 0; i < sums.length; i++) {
          sums[i] += variance(leaves, i, mean, space.settings().get(i).categories()) / all;
        }
      }
    }
    if (trees == 0) {
      return Collections.nCopies(space.size(), Double.NaN);
    }
    List<Double> shares = new ArrayList<>();
    for (double sum : sums) {
      shares.add(Math.min(1, sum / trees));
    }
    return shares;
  }

  private static double volume(RegressionTree.Leaf leaf) {
    return leaf.volumeBeside(-1);
  }

  private static double square(double value) {
    return value * value;
  }

  /** The variance of the mean prediction at each value of a setting, over that value. */
  private static double variance(
      List<RegressionTree.Leaf> leaves, int setting, double mean, int categories) {
    double variance = 0;
    if (categories > 0) {
      for (int value = 0; value < categories; value++) {
        variance += square(marginal(leaves, setting, value) - mean) / categories;
      }
      return variance;
    }
    TreeSet<Double> bounds = new TreeSet<>();
    leaves.forEach(leaf -> bounds.add(leaf.sides().get(setting).low()));
    bounds.add(1.0);
    double low = bounds.first();
    for (double high : bounds.tailSet(low, false)) {
      variance += (high - low) * square(marginal(leaves, setting, low) - mean);
      low = high;
    }
    return variance;
  }

  private static double marginal(List<RegressionTree.Leaf> leaves, int setting, double place) {
    double sum = 0;
    for (RegressionTree.Leaf leaf : leaves) {
      if (leaf.sides().get(setting).holds(place)) {
        sum += leaf.value() * leaf.volumeBeside(setting);
      }
    }
    return sum;
  }
}
