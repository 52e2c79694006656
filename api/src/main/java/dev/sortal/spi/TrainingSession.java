package dev.sortal.spi;

import dev.sortal.spec.OptimizerState;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Set;

/** A network that learns; for one thread at a time. */
public interface TrainingSession extends Session {
  /**
   * One forward pass, backward pass and update.
   *
   * @param learningRate the rate of this step, at least 0; each group multiplies it with its factor
   * @param logits where the logits of training mode before the update go, from index 0: rows x
   *     outputs
   * @return the loss of the batch before the update; NaN or infinite where the numbers ran away
   * @throws dev.sortal.error.BackendException if the engine fails, or if gradients are clipped and
   *     their norm is not finite; the weights are then those before the step
   */
  double step(LabelledBatch batch, double learningRate, FloatBuffer logits);

  /**
   * Copies of the parameters of these names.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  Weights weights(Set<String> names);

  /**
   * Puts other values in place of some parameters; optimizers keep what they remember.
   *
   * @throws IllegalArgumentException for an unknown name or another shape
   */
  void replace(Weights some);

  /** A copy of what the optimizers remember. */
  OptimizerState state();
}
