package dev.sortal.backend.onnx;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** Which positions of each packed value a batch stores; for one thread. */
final class Extents {
  private final Map<Integer, Extent> extents = new HashMap<>();
  private final List<Filling> fillings = new ArrayList<>();
  private final Map<Integer, int[]> lengths = new HashMap<>();
  private int loadedRows;

  /** Stores the positions of one value, those of the values before it being stored. */
  private interface Filling {
    void fill(int rows, IntFunction<int[]> own);
  }

  Extents(Network network, Layouts layouts) {
    for (Node node : network.nodes()) {
      if (layouts.isPacked(node.value())) {
        add(network, layouts, node);
      }
    }
  }

  private void add(Network network, Layouts layouts, Node node) {
    if (layouts.isIdentity(node) || node.layer() instanceof Layer.BatchNorm) {
      extents.put(node.value(), of(node.operand()));
      return;
    }
    Extent extent = new Extent(node.output().dimension(0));
    extents.put(node.value(), extent);
    if (node.layer() instanceof Layer.Table) {
      Side padding = Objects.requireNonNull(network.inputs().get(node.operand()).paddedSide());
      lengths.put(node.operand(), new int[0]);
      fillings.add((rows, own) -> extent.fill(rows, padding, own.apply(node.operand())));
    } else if (node.layer() instanceof Layer.Parallel) {
      List<Extent> operands = node.operands().stream().map(this::of).toList();
      Extent between = new Extent(extent.positions());
      fillings.add((rows, own) -> join(operands, between, extent));
    } else {
      Extent operand = of(node.operand());
      Windows.Axis axis = Windows.of(node).across();
      fillings.add((rows, own) -> extent.fillSliding(operand, axis));
    }
  }

  private static void join(List<Extent> operands, Extent between, Extent into) {
    into.fillBoth(operands.get(0), operands.get(0));
    for (Extent operand : operands) {
      between.fillBoth(into, operand);
      into.fillBoth(between, between);
    }
  }

  /**
   * Takes a batch in.
   *
   * @param own for each input of tokens or bags how many positions of each row are its own
   * @return whether these are other lengths than those of before
   */
  boolean load(int rows, IntFunction<int[]> own) {
    boolean isNew = rows != loadedRows;
    for (Map.Entry<Integer, int[]> input : lengths.entrySet()) {
      int[] now = own.apply(input.getKey());
      int[] before = input.getValue();
      if (isNew || !Arrays.equals(now, 0, rows, before, 0, rows)) {
        isNew = true;
        input.setValue(Arrays.copyOf(now, rows));
      }
    }
    loadedRows = rows;
    if (isNew) {
      for (Filling filling : fillings) {
        filling.fill(rows, own);
      }
    }
    return isNew;
  }

  /** The extent of a packed value. */
  Extent of(int value) {
    return Objects.requireNonNull(extents.get(value));
  }
}
