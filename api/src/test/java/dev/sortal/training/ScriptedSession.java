package dev.sortal.training;

import dev.sortal.error.BackendException;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Device;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * A session that learns nothing: it records the first id of each row it is given, and its weights
 * are the number of steps done.
 */
final class ScriptedSession implements TrainingSession {
  final List<Integer> rows = new ArrayList<>();
  final List<Integer> batchSizes = new ArrayList<>();
  int steps;

  /** What a step returns, by its number from 1. */
  IntToDoubleFunction loss = step -> 1.0 / step;

  /** How many of the validation rows are right, by the number of validations so far. */
  IntUnaryOperator rightRows = validation -> 1;

  int failingStep = -1;
  private int validations;

  @Override
  public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
    steps++;
    if (steps == failingStep) {
      throw new BackendException("the engine broke");
    }
    Column.Ids ids = (Column.Ids) batch.batch().columns().get(0);
    batchSizes.add(batch.batch().rows());
    for (int row = 0; row < batch.batch().rows(); row++) {
      rows.add(ids.ids().get(ids.rowOffsets().get(row)));
      logits.put(2 * row, 0).put(2 * row + 1, 1);
    }
    return loss.applyAsDouble(steps);
  }

  /** Class 1 for the first rows, which are all of class 1, class 0 for the others. */
  @Override
  public void logits(Batch batch, FloatBuffer into) {
    int right = rightRows.applyAsInt(validations++);
    for (int row = 0; row < batch.rows(); row++) {
      into.put(2 * row, row < right ? 0 : 1).put(2 * row + 1, row < right ? 1 : 0);
    }
  }

  @Override
  public Weights weights(Set<String> names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    names.forEach(name -> tensors.put(name, Tensor.of(Shape.of(1), steps)));
    return Weights.of(tensors);
  }

  @Override
  public void replace(Weights some) {
    throw new AssertionError("The loop does not replace weights.");
  }

  @Override
  public OptimizerState state() {
    return new OptimizerState(steps, Weights.empty());
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public void close() {
    throw new AssertionError("The loop does not close what it did not open.");
  }
}
