package dev.sortal.search;

/**
 * How a search chooses what to try; an immutable value.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><th>method</th><th>when</th></tr>
 * <tr><td>{@link #tpe()}</td><td>the default: learns from earlier trials what is good</td></tr>
 * <tr><td>{@link #random()}</td><td>what all others must beat</td></tr>
 * <tr><td>{@link #grid(int)}</td><td>few settings, all combinations wanted</td></tr>
 * <tr><td>{@link #hyperband()}</td><td>many trials of few epochs, the best ones trained longer</td></tr>
 * <tr><td>{@link #halving(int, int)}</td><td>one bracket of that</td></tr>
 * </table>
 */
public sealed interface Method permits Grid, RandomDraws, Tpe, Halving {
  /**
   * The proposals for a space.
   *
   * @param epochs the most epochs of a trial, for methods that train some less
   */
  Plan plan(Space space, long seed, int epochs);

  /** Every combination of all choices and of that many values of each range, at least 2. */
  static Grid grid(int values) {
    return new Grid(values);
  }

  /** Points drawn evenly and independently: Bergstra and Bengio (2012). */
  static RandomDraws random() {
    return new RandomDraws();
  }

  /** The tree-structured Parzen estimator, after 10 random trials; see {@link Tpe}. */
  static Tpe tpe() {
    return new Tpe(10, 24);
  }

  /** Successive halving of that many random points to a third each time; see {@link Halving}. */
  static Halving halving(int points, int leastEpochs) {
    return new Halving(points, leastEpochs, 3);
  }

  /** Hyperband to a third each time, from 1 epoch up; see {@link Halving}. */
  static Halving hyperband() {
    return new Halving(0, 1, 3);
  }
}
