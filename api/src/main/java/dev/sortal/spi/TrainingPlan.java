package dev.sortal.spi;

import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.tensor.Weights;
import java.util.List;

/**
 * All that an engine needs to begin or to resume training.
 *
 * @param network what is trained
 * @param weights the value of every parameter
 * @param groups which optimizer changes which parameters; those in no group are frozen
 * @param loss what is made small
 * @param clipNorm the largest norm of all gradients together; {@link Double#POSITIVE_INFINITY} for
 *     none
 * @param state what the optimizers remember
 * @param seed what dropout masks are drawn from
 * @param execution on what it runs
 */
public record TrainingPlan(
    Network network,
    Weights weights,
    List<ParameterGroup> groups,
    Loss loss,
    double clipNorm,
    OptimizerState state,
    long seed,
    Execution execution) {
  public TrainingPlan {
    groups = List.copyOf(groups);
    network.requireFits(weights);
    ParameterGroup.requireValid(network, groups);
    state.requireFits(network, groups);
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("clipNorm must be above 0, got " + clipNorm + ".");
    }
  }

  /** A fresh start: initial weights from the seed, one optimizer, no clipping, the CPU. */
  public static TrainingPlan of(Network network, Optimizer optimizer, Loss loss, long seed) {
    List<ParameterGroup> groups = ParameterGroup.all(network, optimizer);
    return new TrainingPlan(
        network,
        network.initialWeights(seed),
        groups,
        loss,
        Double.POSITIVE_INFINITY,
        OptimizerState.initial(network, groups),
        seed,
        Execution.cpu());
  }

  /** This plan from other weights. */
  public TrainingPlan withWeights(Weights weights) {
    return new TrainingPlan(network, weights, groups, loss, clipNorm, state, seed, execution);
  }

  /** This plan with the norm of the gradients limited. */
  public TrainingPlan withClipNorm(double clipNorm) {
    return new TrainingPlan(network, weights, groups, loss, clipNorm, state, seed, execution);
  }

  /** This plan from another state of its optimizers. */
  public TrainingPlan withState(OptimizerState state) {
    return new TrainingPlan(network, weights, groups, loss, clipNorm, state, seed, execution);
  }

  /** This plan on another device or number of threads. */
  public TrainingPlan withExecution(Execution execution) {
    return new TrainingPlan(network, weights, groups, loss, clipNorm, state, seed, execution);
  }

  /** This plan with other groups, their optimizers at the beginning. */
  public TrainingPlan withGroups(List<ParameterGroup> groups) {
    return new TrainingPlan(
        network,
        weights,
        groups,
        loss,
        clipNorm,
        OptimizerState.initial(network, groups),
        seed,
        execution);
  }
}
