package dev.sortal.backend.tf;

import dev.sortal.spec.Optimizer;
import dev.sortal.spec.ParameterGroup;

/**
 * The numbers of a group that change from step to step, computed in double precision.
 *
 * @param rate the learning rate with the group's factor and Adam's bias correction
 * @param kept what weight decay leaves of a parameter
 */
record StepRates(float rate, float kept) {
  /**
   * The numbers of one step.
   *
   * @param step the number of the step, from 1
   */
  static StepRates of(ParameterGroup group, double learningRate, long step) {
    double rate = learningRate * group.rateFactor();
    Optimizer optimizer = group.optimizer();
    if (optimizer instanceof Optimizer.AdamW adamW) {
      return new StepRates(
          (float) (rate * adamW.adam().correction(step)), (float) (1 - rate * adamW.weightDecay()));
    }
    if (optimizer instanceof Optimizer.Adam adam) {
      return new StepRates((float) (rate * adam.correction(step)), 1);
    }
    return new StepRates((float) rate, 1);
  }
}
