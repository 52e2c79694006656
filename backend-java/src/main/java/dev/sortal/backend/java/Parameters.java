package dev.sortal.backend.java;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.Windows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network, those of linear layers laid out as {@link Matrices}; safe for
 * threads while they are not loaded.
 */
final class Parameters {
  private final Function<String, float[]> values;
  private final Map<Node, Matrices> matrices = new LinkedHashMap<>();
  private final Map<Node, FoldedTable> tables = new LinkedHashMap<>();

  /**
   * Loads these values.
   *
   * @param values the current values of a parameter by its name, in the layouts of the spec
   * @param learns whether backward passes read them too
   */
  Parameters(Network network, Function<String, float[]> values, boolean learns) {
    this.values = values;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Conv1d || node.layer() instanceof Layer.Conv2d) {
        Windows windows = Windows.of(node);
        int filters = node.output().last();
        boolean isCopied = CopyingWindows.suits(node);
        int places = isCopied ? 1 : windows.size();
        int inputs = windows.channels() * windows.size() / places;
        matrices.put(node, new Matrices(places, inputs, filters, !isCopied, learns));
      } else if (node.layer() instanceof Layer.Dense dense) {
        int places = Flattened.places(network, node);
        int inputs = node.input().size() / places;
        matrices.put(node, new Matrices(places, inputs, dense.units(), false, learns));
      }
    }
    load();
    if (!learns) {
      AtomicLong budget = FoldedTable.budget();
      matrices.forEach((node, weight) -> tables.put(node, new FoldedTable(weight.places, budget)));
      matrices.values().forEach(Matrices::layOut);
    }
  }

  /** Takes in what the values have become. */
  void load() {
    matrices.forEach((node, weight) -> weight.load(values(node.weight())));
  }

  /** The current values of a parameter. */
  float[] values(Parameter parameter) {
    return Objects.requireNonNull(values.apply(parameter.name()));
  }

  /** What is kept of a linear layer's products; null where parameters change. */
  @Nullable FoldedTable table(Node node) {
    return tables.get(node);
  }

  /** The weight of a convolution or of a dense layer. */
  Matrices matrices(Node node) {
    return Objects.requireNonNull(matrices.get(node));
  }
}
