package dev.sortal.spec;

import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What becomes of the parameters of a network whose inputs have more ids, or that has more logits
 * than before: what was learned is kept to the bit, wherever it has moved, beside new values.
 *
 * <p>A row of an embedding moves with its id; along every other axis new places come after the
 * last. Immutable and safe for threads.
 *
 * <pre>{@code
 * Growth growth = new Growth(before, after, List.of(known.origins(grown)));
 * Weights weights = growth.weights(learned, after.initialWeights(42));
 * OptimizerState state = growth.state(remembered, OptimizerState.initial(after, groups));
 * }</pre>
 */
public final class Growth {
  private final Map<String, Parameter> known = new LinkedHashMap<>();
  private final Map<String, int[]> rows = new HashMap<>();

  /**
   * From one network to another of the same layers.
   *
   * @param origins for each input the id of the network before that each of its ids has been, -1
   *     for a new one; what stands there for an input without ids is not read
   * @throws IllegalArgumentException if the networks differ in more than ids and logits
   */
  public Growth(Network before, Network after, List<int[]> origins) {
    before.parameters().forEach(parameter -> known.put(parameter.name(), parameter));
    List<String> names = after.parameters().stream().map(Parameter::name).toList();
    if (!List.copyOf(known.keySet()).equals(names)) {
      throw new IllegalArgumentException(
          "A network grows in its ids and logits alone: expected the parameters "
              + known.keySet()
              + ", got "
              + names
              + ".");
    }
    for (Node node : after.nodes()) {
      if (node.layer() instanceof Layer.Table) {
        rows.put(node.weight().name(), origins.get(node.operand()).clone());
      }
    }
    after.parameters().forEach(this::requireRoom);
  }

  private Parameter known(String name) {
    return Objects.requireNonNull(known.get(name), name);
  }

  private void requireRoom(Parameter parameter) {
    Shape before = known(parameter.name()).shape();
    Shape after = parameter.shape();
    boolean fits = before.rank() == after.rank();
    for (int axis = 0; fits && axis < before.rank(); axis++) {
      fits = before.dimension(axis) <= after.dimension(axis);
    }
    int[] moved = rows.get(parameter.name());
    if (!fits || (moved != null && moved.length != after.dimension(0))) {
      throw new IllegalArgumentException(
          "The parameter \""
              + parameter.name()
              + "\" cannot grow: expected a shape that holds "
              + before
              + " and an origin for each row, got "
              + after
              + (moved == null ? "" : " and " + moved.length + " origins")
              + ".");
    }
  }

  /**
   * The parameters of the grown network.
   *
   * @param learned those of the network before
   * @param first what new places begin with, for every parameter of the grown network
   */
  public Weights weights(Weights learned, Weights first) {
    Map<String, Tensor> grown = new LinkedHashMap<>();
    for (String name : known.keySet()) {
      grown.put(name, grown(name, learned.get(name), first.get(name)));
    }
    return Weights.of(grown);
  }

  /**
   * The optimizer's state for the grown network, at the step of the one before.
   *
   * @param remembered the state for the network before
   * @param first what new places begin with; a slot that is not in both states stays as it is here
   */
  public OptimizerState state(OptimizerState remembered, OptimizerState first) {
    Map<String, Tensor> grown = new LinkedHashMap<>(first.slots().asMap());
    grown.replaceAll(
        (slot, value) -> {
          String name = slot.substring(0, slot.lastIndexOf('.'));
          return remembered.slots().contains(slot)
              ? grown(name, remembered.slots().get(slot), value)
              : value;
        });
    return new OptimizerState(remembered.step(), Weights.of(grown));
  }

  private Tensor grown(String name, Tensor learned, Tensor first) {
    known(name).requireShape(learned.shape());
    int[] from = learned.shape().toArray();
    int[] to = first.shape().toArray();
    float[] values = first.toArray();
    float[] kept = learned.toArray();
    int[] moved = rows.get(name);
    if (moved == null) {
      copy(kept, 0, from, values, 0, to, 0);
    } else {
      int keptRow = size(from, 1);
      int row = size(to, 1);
      for (int i = 0; i < moved.length; i++) {
        if (moved[i] >= 0) {
          copy(kept, moved[i] * keptRow, from, values, i * row, to, 1);
        }
      }
    }
    return Tensor.of(first.shape(), values);
  }

  /** Copies a block of the axes from that one on to the beginning of a larger block. */
  private static void copy(
      float[] source, int start, int[] from, float[] target, int at, int[] to, int axis) {
    if (axis >= from.length - 1) {
      System.arraycopy(source, start, target, at, axis < from.length ? from[axis] : 1);
      return;
    }
    int step = size(from, axis + 1);
    int largerStep = size(to, axis + 1);
    for (int i = 0; i < from[axis]; i++) {
      copy(source, start + i * step, from, target, at + i * largerStep, to, axis + 1);
    }
  }

  private static int size(int[] shape, int axis) {
    return Arrays.stream(shape, axis, shape.length).reduce(1, Math::multiplyExact);
  }
}
