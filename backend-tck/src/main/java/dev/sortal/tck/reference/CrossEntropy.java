package dev.sortal.tck.reference;

import dev.sortal.spec.Loss;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;

/** Softmax cross-entropy of a batch, {@code sum(w_i * ce_i) / n}, and its gradient. */
final class CrossEntropy {
  private final Behaviour behaviour;
  private final LabelledBatch batch;
  private final Targets.Classes truth;
  private final int classes;
  private final double smoothing;

  CrossEntropy(
      Behaviour behaviour, LabelledBatch batch, int classes, Loss.SoftmaxCrossEntropy loss) {
    this.behaviour = behaviour;
    this.batch = batch;
    this.truth = (Targets.Classes) batch.targets();
    this.classes = classes;
    this.smoothing = loss.labelSmoothing();
  }

  /** The loss of logits [rows, classes]. */
  double value(double[] logits) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      loss -= factor(i) * target(i) * logSoftmax(logits, i);
    }
    return loss;
  }

  /** The gradient of the loss by each logit. */
  double[] gradient(double[] logits) {
    double[] gradient = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      gradient[i] = factor(i) * (Math.exp(logSoftmax(logits, i)) - target(i));
    }
    return gradient;
  }

  private double factor(int element) {
    return behaviour.rowWeight(batch.rowWeights().get(element / classes))
        / behaviour.lossDivisor(batch);
  }

  private double target(int element) {
    boolean isTrue = truth.classes().get(element / classes) == element % classes;
    return smoothing / classes + (isTrue ? 1 - smoothing : 0);
  }

  private double logSoftmax(double[] logits, int element) {
    int row = element / classes;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      max = Math.max(max, logits[row * classes + i]);
    }
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(logits[row * classes + i] - max);
    }
    return logits[element] - max - Math.log(sum);
  }
}
