package dev.sortal.engine;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import java.nio.FloatBuffer;

/**
 * What the rows of a batch should come out as, laid out for cross-entropy.
 *
 * <p>With targets t and scale s the loss of a batch is, where classes exclude each other, {@code
 * -sum(s * t * logSoftmax(z))} over all logits z, and its gradient {@code s * (softmax(z) - t)};
 * where they do not, {@code sum(s * (softplus(z) - t * z))} and {@code s * (sigmoid(z) - t)}. For
 * one thread.
 *
 * <pre>{@code
 * TargetRows targets = new TargetRows("my-engine", network, plan.loss());
 * targets.load(batch);
 * }</pre>
 */
public final class TargetRows {
  private final String backend;
  private final Loss loss;
  private final int outputs;
  private final RowBuffer targets;
  private final RowBuffer scale = new RowBuffer(1);

  /**
   * Memory for the targets of a network.
   *
   * @param backend the engine's name, for messages
   */
  public TargetRows(String backend, Network network, Loss loss) {
    this.backend = backend;
    this.loss = loss;
    this.outputs = network.outputs();
    this.targets = new RowBuffer(outputs);
  }

  /**
   * Takes the targets of a batch in.
   *
   * @throws BackendException if they are not what the loss needs: one class of the network for each
   *     row, or for each logit a number in [0, 1]
   */
  public void load(LabelledBatch batch) {
    int rows = batch.batch().rows();
    targets.reserve(rows);
    scale.reserve(rows);
    if (loss.exclusive() && batch.targets() instanceof Targets.Classes classes) {
      load(classes, rows);
    } else if (!loss.exclusive() && batch.targets() instanceof Targets.Values values) {
      load(values, rows);
    } else {
      throw new BackendException(
          "Backend \""
              + backend
              + "\" trains with "
              + (loss.exclusive() ? "one class for each row" : "a number for each label")
              + ", got "
              + batch.targets()
              + ".");
    }
    int divisor = loss.exclusive() ? rows : rows * outputs;
    for (int row = 0; row < rows; row++) {
      scale.floats().put(row, batch.rowWeights().get(row) / divisor);
    }
  }

  private void load(Targets.Classes classes, int rows) {
    float other = (float) (loss.labelSmoothing() / outputs);
    float own = (float) (1 - loss.labelSmoothing() + loss.labelSmoothing() / outputs);
    FloatBuffer into = targets.floats();
    for (int row = 0; row < rows; row++) {
      int target = classes.classes().get(row);
      if (target < 0 || target >= outputs) {
        throw new BackendException(
            "Row "
                + row
                + " of the batch has no class of the network: expected an index in [0, "
                + outputs
                + "), got "
                + target
                + ".");
      }
      for (int i = 0; i < outputs; i++) {
        into.put(row * outputs + i, i == target ? own : other);
      }
    }
  }

  private void load(Targets.Values values, int rows) {
    float kept = (float) (1 - loss.labelSmoothing());
    float spread = (float) (loss.labelSmoothing() / 2);
    for (int i = 0; i < rows * outputs; i++) {
      float value = values.values().get(i);
      if (!(value >= 0 && value <= 1)) {
        throw new BackendException(
            "Label "
                + i % outputs
                + " of row "
                + i / outputs
                + " of the batch cannot be learned: expected a number in [0, 1], got "
                + value
                + ".");
      }
      targets.floats().put(i, kept * value + spread);
    }
  }

  /** Whether classes exclude each other, so that softmax and not sigmoid is meant. */
  public boolean exclusive() {
    return loss.exclusive();
  }

  /** The smoothed target of each logit: {@code [rows, classes]}. */
  public RowBuffer targets() {
    return targets;
  }

  /**
   * The weight of each row over the number of rows, and of labels where these do not exclude each
   * other: {@code [rows, 1]}.
   */
  public RowBuffer scale() {
    return scale;
  }
}
