package dev.sortal.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors in a fixed order: the parameters of a network, or part of them.
 *
 * <pre>{@code
 * Weights weights = network.initialWeights(42);
 * Tensor bias = weights.get("4.dense.bias");
 * Weights changed = weights.with(Weights.of(Map.of("4.dense.bias", Tensor.zeros(bias.shape()))));
 * }</pre>
 */
public final class Weights {
  private static final Weights EMPTY = new Weights(new LinkedHashMap<>());

  private final Map<String, Tensor> tensors;

  private Weights(LinkedHashMap<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /** No tensors. */
  public static Weights empty() {
    return EMPTY;
  }

  /** These tensors in the map's order. */
  public static Weights of(Map<String, Tensor> tensors) {
    return new Weights(new LinkedHashMap<>(tensors));
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There is no tensor \"" + name + "\", expected one of " + tensors.keySet() + ".");
    }
    return tensor;
  }

  /** Whether there is a tensor of that name. */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** The names in order. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** The tensors by name, in order, unmodifiable. */
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /** These tensors, those of the other replacing or following them. */
  public Weights with(Weights other) {
    LinkedHashMap<String, Tensor> all = new LinkedHashMap<>(tensors);
    all.putAll(other.tensors);
    return new Weights(all);
  }

  /** The number of elements of all tensors together. */
  public long elements() {
    return tensors.values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
  }

  /** Equal names, in any order, and bit-equal tensors. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Weights{");
    tensors.forEach((name, tensor) -> text.append(name).append(tensor.shape()).append(' '));
    return text.toString().stripTrailing() + "}";
  }
}
