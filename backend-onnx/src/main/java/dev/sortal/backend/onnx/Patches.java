package dev.sortal.backend.onnx;

import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows of a layer over sequences [rows, length, channels] or maps [rows, height, width,
 * channels], taken apart and put back as {@link AxisWindows} do for one axis.
 *
 * <p>Parts are [.., windows across, channels], for each place of a window one.
 */
final class Patches {
  private final Graph graph;
  private final Windows windows;
  private final boolean isMap;
  private final AxisWindows down;
  private final AxisWindows across;

  Patches(Graph graph, Node node) {
    this.graph = graph;
    this.windows = Windows.of(node);
    this.isMap = node.input().rank() == 3;
    this.down = AxisWindows.of(windows.down(), windows.across().length() * windows.channels());
    this.across = AxisWindows.of(windows.across(), windows.channels());
  }

  /** For each place of a window, the elements at that place of all windows. */
  List<String> take(String value, double padValue) {
    if (!isMap) {
      return across.take(graph, value, padValue);
    }
    String lines = graph.reshape(value, -1, down.length(), down.channels());
    List<String> parts = new ArrayList<>();
    for (String line : down.take(graph, lines, padValue)) {
      String positions = graph.reshape(line, -1, across.length(), across.channels());
      parts.addAll(across.take(graph, positions, padValue));
    }
    return parts;
  }

  /** Adds parts up at the positions that they came from. */
  String put(List<String> parts) {
    if (!isMap) {
      return across.put(graph, parts);
    }
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += across.size()) {
      String positions = across.put(graph, parts.subList(from, from + across.size()));
      lines.add(graph.reshape(positions, -1, down.count(), down.channels()));
    }
    return graph.reshape(
        down.put(graph, lines), -1, down.length(), across.length(), across.channels());
  }

  /** A part, or what was computed of parts, in the shape of the layer's output. */
  String output(String part, int channels) {
    return isMap
        ? graph.reshape(part, -1, down.count(), across.count(), channels)
        : graph.reshape(part, -1, across.count(), channels);
  }

  /** The layer's output in the shape of a part. */
  String part(String output, int channels) {
    return isMap ? graph.reshape(output, -1, across.count(), channels) : output;
  }

  /** Multiplies a layer's output by one over the filled places of each window. */
  String averaged(String output) {
    if (!windows.isPadded()) {
      return graph.op("Mul", output, graph.scalar(1.0 / windows.size()));
    }
    return graph.op("Mul", output, graph.floats(windows.shares(), down.count(), across.count(), 1));
  }
}
