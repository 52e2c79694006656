package dev.sortal.backend.djl;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The rows of embeddings that a batch looks up: {@code [rows, length, width]}; for one thread. */
final class EmbeddedRows {
  private final Function<String, float[]> tables;
  private final Map<Node, RowBuffer> rows = new LinkedHashMap<>();

  /**
   * Memory for the embeddings of a network.
   *
   * @param tables the values of an embedding by its name
   */
  EmbeddedRows(Network network, Function<String, float[]> tables) {
    this.tables = tables;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Embedding) {
        rows.put(node, new RowBuffer(node.output().toArray()));
      }
    }
  }

  /** Looks up what the inputs name. */
  void load(InputRows inputs) {
    rows.forEach((node, buffer) -> load(node, buffer, inputs));
  }

  private void load(Node node, RowBuffer buffer, InputRows inputs) {
    buffer.reserve(inputs.rows());
    float[] table = tables.apply(node.weight().name());
    int width = node.output().last();
    int[] ids = inputs.ids(node.operand());
    FloatBuffer into = buffer.floats();
    int count = inputs.rows() * node.input().size();
    for (int i = 0; i < count; i++) {
      into.put(i * width, table, ids[i] * width, width);
    }
  }

  /** The rows that were looked up last, by embedding. */
  Map<Node, RowBuffer> rows() {
    return rows;
  }
}
