package dev.sortal.backend.djl;

import dev.sortal.engine.EmbeddedBags;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a batch looks up in tables: {@code [rows, positions, width]}, of one bag a row {@code [rows,
 * width]}; for one thread.
 */
final class EmbeddedRows {
  private final Function<String, float[]> tables;
  private final EmbeddedBags bags;
  private final Map<Node, RowBuffer> tokens = new LinkedHashMap<>();
  private final Map<Node, RowBuffer> rows = new LinkedHashMap<>();

  /**
   * Memory for the tables of a network.
   *
   * @param tables the values of a table by its name
   */
  EmbeddedRows(Network network, Function<String, float[]> tables) {
    this.tables = tables;
    this.bags = new EmbeddedBags(network, tables);
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Embedding) {
        tokens.put(node, new RowBuffer(node.output().toArray()));
      }
    }
    rows.putAll(tokens);
    rows.putAll(bags.values());
  }

  /** Looks up what the inputs name. */
  void load(InputRows inputs) {
    tokens.forEach((node, buffer) -> load(node, buffer, inputs));
    bags.load(inputs);
  }

  private void load(Node node, RowBuffer buffer, InputRows inputs) {
    int width = node.output().last();
    int positions = inputs.positions(node.operand());
    buffer.reshape(positions, width);
    buffer.reserve(inputs.rows());
    float[] table = tables.apply(node.weight().name());
    int[] ids = inputs.ids(node.operand());
    FloatBuffer into = buffer.floats();
    int count = inputs.rows() * positions;
    for (int i = 0; i < count; i++) {
      into.put(i * width, table, ids[i] * width, width);
    }
  }

  /** Those of bags among them. */
  EmbeddedBags bags() {
    return bags;
  }

  /** The rows that were looked up last, by layer. */
  Map<Node, RowBuffer> rows() {
    return rows;
  }
}
