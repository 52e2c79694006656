package dev.sortal.tck.reference;

import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import java.util.Map;
import java.util.Set;

/**
 * What a forward pass reads.
 *
 * @param parameters the values of all parameters by name
 * @param seed what dropout masks are drawn from
 * @param step the number of the training step, from 1, or {@link #EVALUATION}
 * @param trained the names of the parameters that some optimizer changes
 */
record Pass(
    Network network,
    Map<String, double[]> parameters,
    Batch batch,
    long seed,
    long step,
    Set<String> trained) {
  /** No dropout, and moving statistics. */
  static final long EVALUATION = 0;

  /** A pass in evaluation mode. */
  static Pass evaluation(Network network, Map<String, double[]> parameters, Batch batch) {
    return new Pass(network, parameters, batch, 0, EVALUATION, Set.of());
  }

  /** This pass at another step. */
  Pass withStep(long step) {
    return new Pass(network, parameters, batch, seed, step, trained);
  }

  /** This pass with other masks. */
  Pass withSeed(long seed) {
    return new Pass(network, parameters, batch, seed, step, trained);
  }

  boolean isTraining() {
    return step != EVALUATION;
  }
}
