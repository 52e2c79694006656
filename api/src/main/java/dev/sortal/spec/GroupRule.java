package dev.sortal.spec;

/**
 * Another optimizer for the parameters of some layers, before the network is known.
 *
 * <pre>{@code
 * GroupRule tables = new GroupRule("*.embedding", Optimizer.adam().lazyEmbeddings(), 10);
 * }</pre>
 *
 * @param pattern which parameters, as a {@link ParameterPattern}
 * @param optimizer what changes them
 * @param rateFactor what the step's learning rate is multiplied with, above 0
 */
public record GroupRule(String pattern, Optimizer optimizer, double rateFactor) {
  public GroupRule {
    if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
      throw new IllegalArgumentException("rateFactor must be above 0, got " + rateFactor + ".");
    }
  }
}
