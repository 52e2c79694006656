package dev.sortal.training;

import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.tensor.Weights;
import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to go on as if it had not ended; immutable.
 *
 * <pre>{@code
 * CheckpointFolder folder = CheckpointFolder.open(checkpoints, identity);
 * Optional<Checkpoint> last = folder.last();
 * }</pre>
 */
public final class Checkpoint {
  private final RunState run;
  private final Weights weights;
  private final OptimizerState optimizers;
  private final @Nullable Weights best;
  private final @Nullable Weights average;
  private final @Nullable OptimizerState bestOptimizers;

  Checkpoint(
      RunState run,
      Weights weights,
      OptimizerState optimizers,
      @Nullable Weights best,
      @Nullable Weights average,
      @Nullable OptimizerState bestOptimizers) {
    this.run = run;
    this.weights = weights;
    this.optimizers = optimizers;
    this.best = best;
    this.average = average;
    this.bestOptimizers = bestOptimizers;
  }

  RunState run() {
    return run;
  }

  /** The value of every parameter, as training goes on with it. */
  public Weights weights() {
    return weights;
  }

  /** What the optimizers remember. */
  public OptimizerState optimizers() {
    return optimizers;
  }

  /** The weights of the best epoch, where one was compared. */
  public @Nullable Weights best() {
    return best;
  }

  /** The average of weights, once it has begun. */
  public @Nullable Weights average() {
    return average;
  }

  /** What optimizers remembered after the best epoch, where that is to be kept. */
  public @Nullable OptimizerState bestOptimizers() {
    return bestOptimizers;
  }

  /** Steps done. */
  public long step() {
    return run.step();
  }

  /** The epoch in progress, from 1; after the last one more than there are. */
  public int epoch() {
    return run.epoch();
  }

  /** How many of the epoch's rows were visited. */
  public int position() {
    return run.position();
  }

  /**
   * Checks that every tensor is of that network.
   *
   * @throws IllegalArgumentException naming the parameter
   */
  void requireFits(Network network) {
    network.requireFits(weights);
    if (best != null) {
      network.requireFits(best);
    }
    if (bestOptimizers != null) {
      bestOptimizers.requireOf(network);
    }
    if (average != null) {
      for (Parameter parameter : network.parameters()) {
        if (average.contains(parameter.name())) {
          parameter.requireShape(average.get(parameter.name()).shape());
        }
      }
    }
  }
}
