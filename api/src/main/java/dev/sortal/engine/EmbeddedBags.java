package dev.sortal.engine;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.tensor.Weights;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The embedded bags of a batch, computed from tables in Java's memory: for engines that have no
 * operation for it.
 *
 * <p>Nothing is made of the size of a table, and in steady state nothing at all: a step costs what
 * the ids of its bags cost. For one thread.
 *
 * <pre>{@code
 * EmbeddedBags embedded = new EmbeddedBags(network, updater::values);
 * embedded.load(inputs);
 * embedded.values().forEach((node, rows) -> feed(node, rows.floats(inputs.rows())));
 * embedded.addGradient(node, inputs, gradientOfItsValue, updater);
 * }</pre>
 */
public final class EmbeddedBags {
  private final Function<String, float[]> tables;
  private final Map<Node, RowBuffer> values = new LinkedHashMap<>();
  private float[] scratch = new float[0];

  /**
   * Memory for the embedded bags of a network.
   *
   * @param tables the values of a table by the name of its parameter
   */
  public EmbeddedBags(Network network, Function<String, float[]> tables) {
    this.tables = tables;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.EmbeddingBag) {
        values.put(node, new RowBuffer(node.output().toArray()));
      }
    }
  }

  /** Copies of the tables of bags of a network, by the names of their parameters. */
  public static Map<String, float[]> tables(Network network, Weights weights) {
    Map<String, float[]> tables = new HashMap<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.EmbeddingBag) {
        tables.put(node.weight().name(), weights.get(node.weight().name()).toArray());
      }
    }
    return tables;
  }

  /** Computes the bags that the inputs hold. */
  public void load(InputRows inputs) {
    values.forEach((node, into) -> load(node, inputs.bags(node.operand()), into, inputs.rows()));
  }

  private void load(Node node, BagRows bags, RowBuffer into, int rows) {
    Layer.EmbeddingBag layer = (Layer.EmbeddingBag) node.layer();
    int width = layer.width();
    float[] table = tables.apply(node.weight().name());
    float[] sums = scratch(bags.count() * width);
    Arrays.fill(sums, 0, bags.count() * width, 0);
    int[] ids = bags.ids();
    float[] weights = bags.weights();
    int[] offsets = bags.offsets();
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int i = offsets[bag]; i < offsets[bag + 1]; i++) {
        addTimes(sums, bag * width, table, ids[i] * width, width, weights[i]);
      }
    }
    scale(sums, bags, layer);
    if (node.output().rank() == 2) {
      into.reshape(bags.count() / rows, width);
    }
    into.reserve(rows);
    into.floats().put(0, sums, 0, bags.count() * width);
  }

  private float[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new float[size];
    }
    return scratch;
  }

  private static void addTimes(
      float[] sum, int at, float[] table, int from, int width, float factor) {
    for (int j = 0; j < width; j++) {
      sum[at + j] += factor * table[from + j];
    }
  }

  private static void scale(float[] bagRows, BagRows bags, Layer.EmbeddingBag layer) {
    for (int bag = 0; bag < bags.count(); bag++) {
      float share = bags.share(layer.mode(), bag);
      if (share != 1) {
        for (int j = bag * layer.width(); j < (bag + 1) * layer.width(); j++) {
          bagRows[j] *= share;
        }
      }
    }
  }

  /**
   * What was computed last, by layer: {@code [rows, width]} or {@code [rows, positions, width]}.
   */
  public Map<Node, RowBuffer> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Gives the gradient of a trained table to the updater.
   *
   * @param node a layer of the network
   * @param inputs what was loaded
   * @param gradient the gradient of the layer's value, from index 0
   */
  public void addGradient(Node node, InputRows inputs, FloatBuffer gradient, Updater updater) {
    BagRows bags = inputs.bags(node.operand());
    Layer.EmbeddingBag layer = (Layer.EmbeddingBag) node.layer();
    float[] rows = scratch(bags.count() * layer.width());
    gradient.get(0, rows, 0, bags.count() * layer.width());
    scale(rows, bags, layer);
    updater.addBags(
        node.weight().name(), bags.ids(), bags.weights(), bags.offsets(), bags.count(), rows);
  }
}
