package dev.sortal.training;

import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterPattern;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An exponential moving average of weights, which is validated and kept in place of the weights
 * that are trained; an immutable value.
 *
 * <p>At the first step that counts the average is the weights; after each further one it is decay *
 * average + (1 - decay) * weights (Polyak and Juditsky, 1992, with falling shares). Training itself
 * goes on with the weights as they are: validation, the choice of the best epoch, and the
 * classifier take the averages, of parameters that are not averaged the weights. The moving
 * statistics of a batch normalisation are averaged like the parameters of its layer. Before the
 * first step that counts, an epoch is judged by its weights.
 *
 * <p>A step that counts reads the averaged parameters from the engine: cheap for small networks;
 * for large tables average every few steps, or leave the tables out.
 *
 * <pre>{@code
 * Pipeline.text().average(WeightAverage.decay(0.999));
 * Pipeline.text().average(WeightAverage.decay(0.99).every(10).from(0.5).only("*.dense"));
 * }</pre>
 *
 * @param decay what is kept of the average at each step that counts, in (0, 1)
 * @param every how many steps lie between those that count, at least 1
 * @param from the share of all steps before the first that counts, in [0, 1)
 * @param only patterns of the parameters that are averaged, as for {@link ParameterPattern}; empty
 *     for all
 */
public record WeightAverage(double decay, int every, double from, List<String> only) {
  public WeightAverage {
    only = List.copyOf(only);
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "The decay of an average must be in (0, 1), got " + decay + ".");
    }
    if (every < 1) {
      throw new IllegalArgumentException(
          "An average must count a step every 1 or more, got " + every + ".");
    }
    if (!(from >= 0 && from < 1)) {
      throw new IllegalArgumentException(
          "An average must begin after a share of the steps in [0, 1), got " + from + ".");
    }
  }

  /** Of all parameters, at every step. */
  public static WeightAverage decay(double decay) {
    return new WeightAverage(decay, 1, 0, List.of());
  }

  /** This average, of every n-th step. */
  public WeightAverage every(int steps) {
    return new WeightAverage(decay, steps, from, only);
  }

  /** This average, begun after that share of all steps, in [0, 1). */
  public WeightAverage from(double share) {
    return new WeightAverage(decay, every, share, only);
  }

  /** This average, only of the layers or parameters of these names, beside those so far. */
  public WeightAverage only(String... patterns) {
    List<String> all = new ArrayList<>(only);
    all.addAll(List.of(patterns));
    return new WeightAverage(decay, every, from, all);
  }

  /**
   * The parameters that are averaged.
   *
   * @throws IllegalArgumentException if a pattern is of none
   */
  Set<String> names(Network network) {
    List<String> all = network.parameters().stream().map(Parameter::name).toList();
    if (only.isEmpty()) {
      return new LinkedHashSet<>(all);
    }
    Set<String> names = new LinkedHashSet<>();
    for (String pattern : only) {
      names.addAll(new ParameterPattern(pattern).of(all, network, "average"));
    }
    return names;
  }

  /** Whether a step, from 1, counts. */
  boolean counts(long step, long total) {
    long first = Math.round(from * total) + 1;
    return step >= first && (step - first) % every == 0;
  }

  /** The average after weights were taken in. */
  Weights next(Weights average, Weights weights) {
    Map<String, Tensor> next = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : average.asMap().entrySet()) {
      float[] values = entry.getValue().toArray();
      float[] latest = weights.get(entry.getKey()).toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (decay * values[i] + (1 - decay) * latest[i]);
      }
      next.put(entry.getKey(), Tensor.of(entry.getValue().shape(), values));
    }
    return Weights.of(next);
  }
}
