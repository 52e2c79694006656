package dev.sortal.metrics;

import java.util.List;

/** How the figures of the classes become one. */
public enum Average {
  /** The plain mean over all classes of the model. */
  MACRO,
  /** The mean weighted by the number of each class's rows. */
  WEIGHTED;

  /** The mean of figures; weighted, a class without rows plays no part, and 0 if none has any. */
  double of(double[] figures, List<LabelCounts> counts) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < figures.length; i++) {
      double weight = this == MACRO ? 1 : counts.get(i).support();
      if (weight > 0) {
        sum += weight * figures[i];
        weights += weight;
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }
}
