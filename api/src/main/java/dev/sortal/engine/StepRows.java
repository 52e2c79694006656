package dev.sortal.engine;

import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Node;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.update.DropoutMask;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a training step reads beside the weights, laid out in native memory: inputs, targets and
 * the masks of dropout.
 *
 * <p>For one thread; made once and loaded again and again.
 */
public final class StepRows {
  private final long seed;
  private final InputRows inputs;
  private final TargetRows targets;
  private final Map<Node, RowBuffer> masks = new LinkedHashMap<>();
  private float[] drawn = new float[0];

  /**
   * Memory for the steps of a plan, with rows at full length.
   *
   * @param backend the engine's name, for messages
   */
  public StepRows(String backend, TrainingPlan plan) {
    this(backend, plan, Shortening.none(plan.network()));
  }

  /**
   * Memory for the steps of a plan.
   *
   * @param backend the engine's name, for messages
   * @param shortening of the plan's network, for training
   */
  public StepRows(String backend, TrainingPlan plan, Shortening shortening) {
    this.seed = plan.seed();
    this.inputs = new InputRows(backend, plan.network(), shortening);
    this.targets = new TargetRows(backend, plan.network(), plan.loss());
    for (Node node : plan.network().nodes()) {
      if (node.layer() instanceof Layer.Dropout dropout && dropout.rate() > 0) {
        masks.put(node, new RowBuffer(maskShape(dropout, node)));
      }
    }
  }

  private static int[] maskShape(Layer.Dropout dropout, Node node) {
    int[] shape = node.input().toArray();
    if (dropout.unit() == DropoutUnit.POSITIONS) {
      shape[shape.length - 1] = 1;
    }
    return shape;
  }

  /**
   * Takes a batch in and draws the masks of a step.
   *
   * @param step the number of the step, from 1
   * @throws dev.sortal.error.BackendException as {@link InputRows#load} and {@link TargetRows#load}
   */
  public void load(LabelledBatch batch, long step) {
    inputs.load(batch.batch());
    targets.load(batch);
    masks.forEach((node, factors) -> draw(node, factors, step));
  }

  private void draw(Node node, RowBuffer factors, long step) {
    int count = rows() * factors.rowSize();
    if (drawn.length < count) {
      drawn = new float[count];
    }
    double rate = ((Layer.Dropout) node.layer()).rate();
    DropoutMask.fill(seed, step, node.index(), rate, drawn, count);
    factors.reserve(rows());
    factors.floats().put(0, drawn, 0, count);
  }

  /** The rows of the batch that was loaded last. */
  public int rows() {
    return inputs.rows();
  }

  public InputRows inputs() {
    return inputs;
  }

  public TargetRows targets() {
    return targets;
  }

  /**
   * For each dropout layer that drops something the factors of its input, 0 or 1 / (1 - rate):
   * {@code [rows, ..]}, where whole positions are dropped with 1 as the last axis.
   */
  public Map<Node, RowBuffer> masks() {
    return Collections.unmodifiableMap(masks);
  }
}
