package dev.sortal.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * For each value of a network the inputs whose positions its positions are: what follows the rows
 * of an input through the layers that leave every position in its place.
 */
final class Origins {
  private final List<Input> inputs;
  private final List<List<Integer>> values = new ArrayList<>();

  Origins(List<Input> inputs) {
    this.inputs = inputs;
    for (int i = 0; i < inputs.size(); i++) {
      values.add(inputs.get(i).paddedSide() == null ? List.of() : List.of(i));
    }
  }

  /** By the number of the value. */
  List<List<Integer>> all() {
    return List.copyOf(values);
  }

  /** Takes the result of the next node in. */
  void add(Node node) {
    values.add(keepsPositions(node) ? joined(node) : List.of());
  }

  /** The inputs of all operands, or none if one of them has none. */
  private List<Integer> joined(Node node) {
    TreeSet<Integer> joined = new TreeSet<>();
    for (int operand : node.operands()) {
      if (values.get(operand).isEmpty()) {
        return List.of();
      }
      joined.addAll(values.get(operand));
    }
    return List.copyOf(joined);
  }

  private static boolean keepsPositions(Node node) {
    if (node.output().rank() != 2) {
      return false;
    }
    if (node.layer() instanceof Layer.Sliding) {
      Windows.Axis axis = Windows.of(node).across();
      return axis.stride() == 1 && axis.count() == axis.length();
    }
    return true;
  }

  /**
   * Checks that a layer can tell a row's own positions in a value.
   *
   * @param path the layer's, for messages
   */
  void requireTokens(String path, int value) {
    List<Integer> origins = values.get(value);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException(
          path
              + " counts the positions of tokens: expected a value with those of an input of tokens"
              + " or bags, got one whose positions are others. Put it after layers that keep every"
              + " position (embedding, dropout, padding SAME with stride 1), or count all positions"
              + " with globalAveragePool().");
    }
    for (int origin : origins) {
      Input first = inputs.get(origins.get(0));
      if (inputs.get(origin).paddedSide() != first.paddedSide()) {
        throw new IllegalArgumentException(
            path
                + " counts the positions of tokens of several inputs: expected one side of padding,"
                + " got "
                + first.paddedSide()
                + " of \""
                + first.name()
                + "\" and "
                + inputs.get(origin).paddedSide()
                + " of \""
                + inputs.get(origin).name()
                + "\". Pad them on the same side.");
      }
    }
  }
}
