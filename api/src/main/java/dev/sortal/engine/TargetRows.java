package dev.sortal.engine;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;

/**
 * What the rows of a batch should come out as, laid out for cross-entropy.
 *
 * <p>With these the loss of a batch is {@code -sum(scale * distribution * logSoftmax(logits))} and
 * its gradient by the logits is {@code scale * (softmax(logits) - distribution)}. For one thread.
 *
 * <pre>{@code
 * TargetRows targets = new TargetRows("my-engine", network, plan.loss());
 * targets.load(batch);
 * }</pre>
 */
public final class TargetRows {
  private final String backend;
  private final int classes;
  private final float own;
  private final float other;
  private final RowBuffer distribution;
  private final RowBuffer scale = new RowBuffer(1);

  /**
   * Memory for the targets of a network.
   *
   * @param backend the engine's name, for messages
   */
  public TargetRows(String backend, Network network, Loss loss) {
    double smoothing = ((Loss.SoftmaxCrossEntropy) loss).labelSmoothing();
    this.backend = backend;
    this.classes = network.outputs();
    this.own = (float) (1 - smoothing + smoothing / classes);
    this.other = (float) (smoothing / classes);
    this.distribution = new RowBuffer(classes);
  }

  /**
   * Takes the targets of a batch in.
   *
   * @throws BackendException if they are not one class of the network for each row
   */
  public void load(LabelledBatch batch) {
    if (!(batch.targets() instanceof Targets.Classes targets)) {
      throw new BackendException(
          "Backend \""
              + backend
              + "\" trains with one class for each row, got "
              + batch.targets()
              + ".");
    }
    int rows = batch.batch().rows();
    distribution.reserve(rows);
    scale.reserve(rows);
    for (int row = 0; row < rows; row++) {
      int target = targets.classes().get(row);
      if (target < 0 || target >= classes) {
        throw new BackendException(
            "Row "
                + row
                + " of the batch has no class of the network: expected an index in [0, "
                + classes
                + "), got "
                + target
                + ".");
      }
      for (int i = 0; i < classes; i++) {
        distribution.floats().put(row * classes + i, i == target ? own : other);
      }
      scale.floats().put(row, batch.rowWeights().get(row) / rows);
    }
  }

  /** The smoothed probability of each class: {@code [rows, classes]}. */
  public RowBuffer distribution() {
    return distribution;
  }

  /** The weight of each row over the number of rows: {@code [rows, 1]}. */
  public RowBuffer scale() {
    return scale;
  }
}
