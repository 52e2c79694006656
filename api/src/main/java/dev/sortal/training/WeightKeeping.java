package dev.sortal.training;

import dev.sortal.spec.Network;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to weights beside the optimizers' steps: max-norm and averages. */
final class WeightKeeping {
  private final @Nullable WeightAverage average;
  private final @Nullable MaxNorm maxNorm;
  private final Set<String> averaged;
  private final Set<String> limited;

  /**
   * For a network.
   *
   * @param trained the parameters that change
   * @throws IllegalArgumentException if settings name parameters that there are not
   */
  WeightKeeping(Network network, Set<String> trained, TrainingSettings settings) {
    this.average = settings.average();
    this.maxNorm = settings.maxNorm();
    this.averaged = average == null ? Set.of() : average.names(network);
    this.limited = maxNorm == null ? Set.of() : maxNorm.names(network, trained);
  }

  /**
   * After a step.
   *
   * @param steps of the whole training
   */
  void afterStep(TrainingSession session, Run run, long steps) {
    if (maxNorm != null) {
      maxNorm.apply(session, limited);
    }
    if (average != null && average.counts(run.step, steps)) {
      Weights latest = session.weights(averaged);
      run.average = run.average == null ? latest : average.next(run.average, latest);
    }
  }

  /** Validation is of the averages; gives the weights that training goes on with. */
  @Nullable Weights putAverageInPlace(TrainingSession session, Run run) {
    if (run.average == null) {
      return null;
    }
    Weights trained = session.weights(averaged);
    session.replace(run.average);
    return trained;
  }

  /** Puts weights back that averages were put in place of, if they were. */
  static void putBack(TrainingSession session, @Nullable Weights trained) {
    if (trained != null) {
      session.replace(trained);
    }
  }
}
