package dev.sortal.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each kind of error costs; immutable.
 *
 * <p>Errors that are not listed cost 1, right answers 0 unless they are listed.
 *
 * <pre>{@code
 * CostMatrix costs =
 *     CostMatrix.uniform().of("urgent", "routine", 20).of("routine", "urgent", 2);
 * double perRow = evaluation.cost(costs);
 * }</pre>
 */
public final class CostMatrix {
  private record Pair(String truth, String answer) {}

  private final Map<Pair, Double> costs;

  private CostMatrix(Map<Pair, Double> costs) {
    this.costs = costs;
  }

  /** Every error costs 1, so that the cost of a row is the share of wrong ones. */
  public static CostMatrix uniform() {
    return new CostMatrix(Map.of());
  }

  /**
   * This with the cost of one kind of answer.
   *
   * @param truth the right label, which the model need not know
   * @param answer the label that is given
   * @param cost finite; negative for a gain
   * @throws IllegalArgumentException if the cost is not finite
   */
  public CostMatrix of(String truth, String answer, double cost) {
    if (!Double.isFinite(cost)) {
      throw new IllegalArgumentException(
          "What it costs to take \""
              + truth
              + "\" for \""
              + answer
              + "\" must be finite, got "
              + cost
              + ".");
    }
    Map<Pair, Double> changed = new LinkedHashMap<>(costs);
    changed.put(new Pair(truth, answer), cost);
    return new CostMatrix(changed);
  }

  /** What it costs to give an answer to a row of a label. */
  public double cost(String truth, String answer) {
    return costs.getOrDefault(new Pair(truth, answer), truth.equals(answer) ? 0.0 : 1.0);
  }
}
