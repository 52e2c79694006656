package dev.sortal.search;

import java.util.List;

/**
 * The proposals of a method for one space and seed: what trial number n tries, as a pure function
 * of the outcomes of earlier trials. Trials are numbered from 0.
 *
 * <p>A trial may depend on the first few trials only, not on which of the others happen to be over:
 * so the same proposals come whatever the speed of trials that run at once, and when a search goes
 * on from its log.
 */
public interface Plan {
  /** How many trials there are, or {@link Integer#MAX_VALUE} if they never end. */
  int size();

  /**
   * How many of the first trials must be over before this one can be proposed.
   *
   * @param parallel how many trials run at once, at least 1
   */
  int needs(int number, int parallel);

  /**
   * What that trial tries.
   *
   * @param earlier the outcomes of the first trials, as many as {@link #needs} says
   */
  Proposal propose(int number, List<Outcome> earlier);

  /**
   * Whether a trial was given up for better ones after fewer epochs than it could have had.
   *
   * @param all the outcomes of all trials so far, in order
   */
  default boolean isPruned(int number, List<Outcome> all) {
    return false;
  }
}
