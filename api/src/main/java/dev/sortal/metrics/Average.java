package dev.sortal.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** How the figures of the classes become one. */
public enum Average {
  /** The plain mean over all classes of the model. */
  MACRO,
  /** The mean weighted by the number of each class's rows. */
  WEIGHTED;

  /** The mean of a figure; weighted, a class without rows plays no part, and 0 if none has any. */
  double of(List<ClassMetrics> classes, ToDoubleFunction<ClassMetrics> figure) {
    double sum = 0;
    double weights = 0;
    for (ClassMetrics one : classes) {
      double weight = this == MACRO ? 1 : one.support();
      if (weight > 0) {
        sum += weight * figure.applyAsDouble(one);
        weights += weight;
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }
}
