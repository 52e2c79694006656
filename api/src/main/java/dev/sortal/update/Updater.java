package dev.sortal.update;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one training session as float arrays, and the steps that change them: gradient
 * clipping and every {@link dev.sortal.spec.Optimizer}.
 *
 * <p>An engine writes a step's gradients, {@link #gradient} whole and tables by {@link #addRows},
 * then calls {@link #apply} and copies the new {@link #values} back, or {@link #storeChanged} for
 * what changed only. For a batch normalisation that learns it writes the statistics of the batch to
 * {@link #batchStatistic} too, which the moving ones follow. Layouts are those of the spec. For one
 * thread.
 *
 * <pre>{@code
 * engineGradient.get(0, updater.gradient("3.dense.weight"));
 * updater.addRows("0.embedding.weight", ids, rows, count);
 * updater.apply(0.001);
 * updater.storeChanged("3.dense.weight", engineWeight);
 * }</pre>
 */
public final class Updater {
  private final Map<String, Learned> parameters = new LinkedHashMap<>();
  private final Map<String, MovingStatistic> moving = new LinkedHashMap<>();
  private final Rules rules = new Rules();
  private final double clipNorm;
  private long step;

  /**
   * Starts from copies of these weights and this state.
   *
   * @param clipNorm the largest norm of all gradients together, or infinity
   * @throws IllegalArgumentException if the state lacks a slot or one has another shape
   */
  public Updater(
      Network network,
      Weights weights,
      List<ParameterGroup> groups,
      double clipNorm,
      OptimizerState state) {
    this.clipNorm = clipNorm;
    this.step = state.step();
    Set<String> trained = ParameterGroup.trained(groups);
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        String name = parameter.name();
        ParameterGroup group = groupOf(name, groups);
        parameters.put(
            name,
            new Learned(
                parameter.shape(),
                weights.get(name).toArray(),
                group,
                slots(parameter, group, state.slots()),
                node.layer() instanceof Layer.Table,
                step));
      }
      if (node.layer() instanceof Layer.BatchNorm norm && node.normalisesByBatch(trained)) {
        for (Parameter statistic : List.of(node.movingMean(), node.movingVariance())) {
          moving.put(
              statistic.name(), new MovingStatistic(values(statistic.name()), norm.momentum()));
        }
      }
    }
  }

  private static @Nullable ParameterGroup groupOf(String name, List<ParameterGroup> groups) {
    for (ParameterGroup group : groups) {
      if (group.names().contains(name)) {
        return group;
      }
    }
    return null;
  }

  private static float[][] slots(
      Parameter parameter, @Nullable ParameterGroup group, Weights state) {
    List<String> names = group == null ? List.of() : group.optimizer().slots();
    float[][] slots = new float[names.size()][];
    for (int i = 0; i < slots.length; i++) {
      Tensor slot = state.get(parameter.name() + "." + names.get(i));
      requireShape(parameter.name() + "." + names.get(i), parameter.shape(), slot.shape());
      slots[i] = slot.toArray();
    }
    return slots;
  }

  private static void requireShape(String name, Shape expected, Shape received) {
    if (!received.equals(expected)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must have shape " + expected + ", got " + received + ".");
    }
  }

  /** The number of steps done. */
  public long step() {
    return step;
  }

  /** Whether an optimizer changes that parameter. */
  public boolean isTrained(String parameter) {
    return learned(parameter).group != null;
  }

  /** The parameter's current values: the array itself, to be read only. */
  public float[] values(String parameter) {
    return learned(parameter).values;
  }

  /**
   * Where the next step's gradient of a trained parameter goes: the array itself, which still holds
   * what the last step left, so that every element is to be written. A table's is filled by {@link
   * #addRows} or {@link #addBags} instead.
   *
   * @throws IllegalArgumentException for a frozen parameter, which has none
   */
  public float[] gradient(String parameter) {
    return trained(parameter).gradient;
  }

  /**
   * Where the mean or the biased variance of the next step's batch goes, each channel's, by the
   * name of the moving statistic that follows it: the array itself.
   *
   * @throws IllegalArgumentException for a parameter that is no moving statistic, or one of a batch
   *     normalisation that is frozen and has none of the batch
   */
  public float[] batchStatistic(String parameter) {
    MovingStatistic statistic = moving.get(parameter);
    if (statistic == null) {
      throw new IllegalArgumentException(
          "Parameter \""
              + parameter
              + "\" follows no batch: expected one of "
              + moving.keySet()
              + ".");
    }
    return statistic.batch;
  }

  /**
   * Adds gradients of single rows of a trained table; those of one id add up.
   *
   * @param ids the row of each gradient
   * @param rows the gradients one after the other, each as wide as the table
   * @param count how many there are
   * @throws IllegalArgumentException for a frozen table
   */
  public void addRows(String parameter, int[] ids, float[] rows, int count) {
    trained(parameter).addRows(ids, rows, count);
  }

  /**
   * Adds gradients of the rows of a trained table that bags of weighted ids named: to that of each
   * id its weight times the gradient of its bag.
   *
   * @param ids the bags' ids one after the other
   * @param weights a weight for each id
   * @param offsets bag i is [offsets(i), offsets(i + 1)) of the ids
   * @param count how many bags there are
   * @param gradients the gradients of the bags one after the other, each as wide as the table
   * @throws IllegalArgumentException for a frozen table
   */
  public void addBags(
      String parameter, int[] ids, float[] weights, int[] offsets, int count, float[] gradients) {
    trained(parameter).addBags(ids, weights, offsets, count, gradients);
  }

  /**
   * One step: clip, decay, update; moving statistics follow the batch. Afterwards the gradients of
   * tables are zero again.
   *
   * @param learningRate the rate of this step
   * @throws BackendException if gradients are clipped and their norm is not finite; nothing has
   *     changed then, and the step does not count
   */
  public void apply(double learningRate) {
    if (clipNorm < Double.POSITIVE_INFINITY) {
      clip();
    }
    step++;
    for (Learned parameter : parameters.values()) {
      parameter.update(rules, learningRate, step);
    }
    moving.values().forEach(MovingStatistic::follow);
  }

  private void clip() {
    double squares = 0;
    for (Learned parameter : parameters.values()) {
      squares += parameter.squaredNorm();
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      forgetRows();
      throw ranAway(step + 1, clipNorm);
    }
    if (norm > clipNorm) {
      float factor = (float) (clipNorm / norm);
      for (Learned parameter : parameters.values()) {
        parameter.scaleGradient(factor);
      }
    }
  }

  /**
   * The exception for gradients that cannot be clipped, for engines that clip themselves.
   *
   * @param step the number of the step, from 1
   */
  public static BackendException ranAway(long step, double clipNorm) {
    return new BackendException(
        "The gradients ran away in step "
            + step
            + ": expected a finite norm to clip to "
            + clipNorm
            + ", got one that is infinite or not a number. Lower the learning rate.");
  }

  /** Gives up the rows added for a step that failed. */
  public void forgetRows() {
    for (Learned parameter : parameters.values()) {
      if (parameter.byRows()) {
        parameter.forgetRows();
      }
    }
  }

  /**
   * Writes what the last step changed of a parameter into a buffer that holds its values of before:
   * all of it, or some rows of a table.
   */
  public void storeChanged(String parameter, FloatBuffer into) {
    learned(parameter).storeChanged(into);
    if (moving.containsKey(parameter)) {
      into.put(0, values(parameter));
    }
  }

  /**
   * Copies of the parameters of these names.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public Weights weights(Set<String> names) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (String name : names) {
      Learned parameter = learned(name);
      copies.put(name, Tensor.of(parameter.shape, parameter.values));
    }
    return Weights.of(copies);
  }

  /**
   * Puts other values in place of some parameters; slots stay.
   *
   * @throws IllegalArgumentException for an unknown name or another shape; nothing has changed then
   */
  public void replace(Weights some) {
    some.asMap().forEach((name, tensor) -> requireShape(name, learned(name).shape, tensor.shape()));
    some.asMap().forEach((name, tensor) -> learned(name).replace(tensor.buffer(), step));
  }

  /** A copy of the step count and of every slot. */
  public OptimizerState state() {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.group != null) {
            List<String> names = parameter.group.optimizer().slots();
            float[][] values = parameter.slots(step);
            for (int i = 0; i < names.size(); i++) {
              slots.put(name + "." + names.get(i), Tensor.of(parameter.shape, values[i]));
            }
          }
        });
    return new OptimizerState(step, Weights.of(slots));
  }

  private Learned trained(String name) {
    Learned parameter = learned(name);
    if (parameter.group == null) {
      throw new IllegalArgumentException(
          "Parameter \""
              + name
              + "\" is frozen and has no gradient: expected a trained parameter. Ask isTrained first.");
    }
    return parameter;
  }

  private Learned learned(String name) {
    Learned parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "There is no parameter \"" + name + "\", expected one of " + parameters.keySet() + ".");
    }
    return parameter;
  }
}
