package dev.sortal.backend.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a graph reads of a batch by index: each by its name, with how it is filled. */
final class Feeds {
  /** Fills what one input of the graph reads. */
  interface Filling {
    /** Writes it for a batch whose extents, and whose feeds of before, are there. */
    void fill(GraphInputs batch, Fed into);
  }

  /**
   * One input of the graph.
   *
   * @param byLengths whether it depends on the lengths of rows alone
   */
  record Feed(Filling filling, boolean byLengths) {}

  private final Graph graph;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();

  Feeds(Graph graph) {
    this.graph = graph;
  }

  /** An input of whole numbers that depends on the lengths of rows; written once by its name. */
  String index(String name, Filling filling, int... dimensions) {
    if (feeds.putIfAbsent(name, new Feed(filling, true)) == null) {
      graph.integers(name, dimensions);
    }
    return name;
  }

  /** An input of floats that depends on the lengths of rows; written once by its name. */
  String weights(String name, Filling filling, int... dimensions) {
    if (feeds.putIfAbsent(name, new Feed(filling, true)) == null) {
      graph.floats(name, dimensions);
    }
    return name;
  }

  /** An input of floats that depends on parameters too; written once by its name. */
  String parameters(String name, Filling filling, int... dimensions) {
    if (feeds.putIfAbsent(name, new Feed(filling, false)) == null) {
      graph.floats(name, dimensions);
    }
    return name;
  }

  /** All, in an order in which each comes after those that it reads. */
  Map<String, Feed> all() {
    return Collections.unmodifiableMap(feeds);
  }
}
