package dev.sortal.spi;

/** An engine that trains networks as well. */
public interface TrainingBackend extends Backend {
  /**
   * Begins or resumes training.
   *
   * @throws dev.sortal.error.BackendException as {@link Backend#open}
   */
  TrainingSession train(TrainingPlan plan);
}
