package dev.sortal.training;

import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterPattern;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A limit on the Euclidean norm of every row of some weights, kept after each step; an immutable
 * value.
 *
 * <p>A row is what belongs to one index of the first axis: the weights of a unit of a dense layer,
 * a filter of a convolution, the vector of an id. A row that is longer than the limit is shortened
 * to it: Hinton and others, "Improving neural networks by preventing co-adaptation" (2012), as Kim
 * (2014) does with the output layer. Biases and other vectors are not limited.
 *
 * <pre>{@code
 * Pipeline.text().preset("kimCnn").optimizer(Optimizer.adagrad()).maxNorm(3);
 * }</pre>
 *
 * @param limit the largest norm, above 0
 * @param only patterns of the parameters, as for {@link ParameterPattern}; empty for the output
 *     layer
 */
public record MaxNorm(double limit, List<String> only) {
  public MaxNorm {
    only = List.copyOf(only);
    if (!(limit > 0 && Double.isFinite(limit))) {
      throw new IllegalArgumentException("maxNorm must be above 0, got " + limit + ".");
    }
  }

  /**
   * The parameters that are limited.
   *
   * @param trained those that change
   * @throws IllegalArgumentException if a pattern is of no weights that are trained
   */
  Set<String> names(Network network, Set<String> trained) {
    List<String> matrices =
        network.parameters().stream()
            .filter(parameter -> parameter.shape().rank() > 1 && trained.contains(parameter.name()))
            .map(Parameter::name)
            .toList();
    Set<String> names = new LinkedHashSet<>();
    if (only.isEmpty()) {
      String output = network.nodes().get(network.nodes().size() - 1).path();
      return new ParameterPattern(output).of(matrices, network, "limit the norm of");
    }
    for (String pattern : only) {
      names.addAll(new ParameterPattern(pattern).of(matrices, network, "limit the norm of"));
    }
    return names;
  }

  /** Shortens the rows of these parameters that are too long. */
  void apply(TrainingSession session, Set<String> names) {
    Map<String, Tensor> shortened = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : session.weights(names).asMap().entrySet()) {
      float[] values = entry.getValue().toArray();
      if (shorten(values, entry.getValue().shape().dimension(0))) {
        shortened.put(entry.getKey(), Tensor.of(entry.getValue().shape(), values));
      }
    }
    if (!shortened.isEmpty()) {
      session.replace(Weights.of(shortened));
    }
  }

  private boolean shorten(float[] values, int rows) {
    int width = values.length / rows;
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        squares += (double) values[i] * values[i];
      }
      // Not where rounding alone would shorten the same row again and again.
      if (squares > limit * limit * (1 + 1e-6)) {
        double factor = limit / Math.sqrt(squares);
        for (int i = row * width; i < (row + 1) * width; i++) {
          values[i] = (float) (values[i] * factor);
        }
        any = true;
      }
    }
    return any;
  }
}
