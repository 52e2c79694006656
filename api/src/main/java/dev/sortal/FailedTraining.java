package dev.sortal;

import dev.sortal.bundle.Bundle;
import dev.sortal.error.TrainingException;

/**
 * A training that failed after at least one epoch was validated: nothing of that epoch is lost.
 *
 * <pre>{@code
 * try {
 *   classifier = pipeline.train(parts);
 * } catch (FailedTraining failure) {
 *   BundleFile.write(failure.best(), Path.of("best-so-far.sortal"));
 *   throw failure;
 * }
 * }</pre>
 */
public final class FailedTraining extends TrainingException {
  private static final long serialVersionUID = 1;

  private final transient Bundle best;

  FailedTraining(TrainingException failure, Bundle best) {
    super(
        failure.getMessage()
            + " The weights of epoch "
            + best.history().bestEpoch()
            + ", the best so far, are kept: see FailedTraining.best().",
        failure);
    this.best = best;
  }

  /** The classifier of the best epoch before the failure, to be saved or opened. */
  public Bundle best() {
    return best;
  }
}
