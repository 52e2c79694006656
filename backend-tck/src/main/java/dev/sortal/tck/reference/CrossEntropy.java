package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Loss;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;

/** Cross-entropy of a batch, {@code sum(w_i * ce_i) / n}, and its gradient. */
abstract class CrossEntropy {
  private final Behaviour behaviour;
  private final LabelledBatch batch;
  final int classes;
  final double smoothing;

  private CrossEntropy(Behaviour behaviour, LabelledBatch batch, int classes, Loss loss) {
    this.behaviour = behaviour;
    this.batch = batch;
    this.classes = classes;
    this.smoothing = loss.labelSmoothing();
  }

  static CrossEntropy of(Behaviour behaviour, LabelledBatch batch, int classes, Loss loss) {
    if (loss.exclusive() != batch.targets() instanceof Targets.Classes) {
      throw new BackendException(
          "The loss needs a class for each row or a number for each label, got "
              + batch.targets()
              + ".");
    }
    return loss.exclusive()
        ? new Softmax(behaviour, batch, classes, loss)
        : new Sigmoid(behaviour, batch, classes, loss);
  }

  /** The loss of logits [rows, classes]. */
  final double value(double[] logits) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      loss += factor(i) * term(logits, i);
    }
    return loss;
  }

  /** The gradient of the loss by each logit. */
  final double[] gradient(double[] logits) {
    double[] gradient = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      gradient[i] = factor(i) * (probability(logits, i) - target(i));
    }
    return gradient;
  }

  double factor(int element) {
    return behaviour.rowWeight(batch.rowWeights().get(element / classes))
        / behaviour.lossDivisor(batch);
  }

  /** What an element adds to the loss of its row. */
  abstract double term(double[] logits, int element);

  abstract double probability(double[] logits, int element);

  abstract double target(int element);

  /** One class for each row. */
  private static final class Softmax extends CrossEntropy {
    private final Targets.Classes truth;

    Softmax(Behaviour behaviour, LabelledBatch batch, int classes, Loss loss) {
      super(behaviour, batch, classes, loss);
      this.truth = (Targets.Classes) batch.targets();
    }

    @Override
    double term(double[] logits, int element) {
      return -target(element) * logSoftmax(logits, element);
    }

    @Override
    double probability(double[] logits, int element) {
      return Math.exp(logSoftmax(logits, element));
    }

    @Override
    double target(int element) {
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

  /** Any number of labels for each row; the mean over labels. */
  private static final class Sigmoid extends CrossEntropy {
    private final Behaviour behaviour;
    private final Targets.Values truth;

    Sigmoid(Behaviour behaviour, LabelledBatch batch, int classes, Loss loss) {
      super(behaviour, batch, classes, loss);
      this.behaviour = behaviour;
      this.truth = (Targets.Values) batch.targets();
    }

    @Override
    double factor(int element) {
      return super.factor(element) / behaviour.labelDivisor(classes);
    }

    /** -t log p - (1 - t) log(1 - p), where log p = -log(1 + exp(-z)). */
    @Override
    double term(double[] logits, int element) {
      double z = logits[element];
      double t = target(element);
      return t * logOnePlusExp(-z) + (1 - t) * logOnePlusExp(z);
    }

    private static double logOnePlusExp(double z) {
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    @Override
    double probability(double[] logits, int element) {
      return 1 / (1 + Math.exp(-logits[element]));
    }

    @Override
    double target(int element) {
      return (1 - smoothing) * truth.values().get(element) + smoothing / 2;
    }
  }
}
