package dev.sortal.backend.onnx;

import dev.sortal.spec.Windows;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows that slide over the positions of a value [rows, length, channels], taken apart and put
 * back.
 *
 * <p>{@link #take} gives, for each place j of a window, the elements at that place of all windows:
 * [rows, windows, channels]. {@link #put} is its transpose: it adds such parts up at the positions
 * that they came from.
 *
 * @param length the positions before padding
 * @param size the places of a window
 * @param stride the distance of windows
 * @param count the number of windows
 * @param before padding before the first position
 * @param after padding after the last position
 */
record AxisWindows(
    int length, int channels, int size, int stride, int count, int before, int after) {
  /** The windows along an axis of which each position holds that many channels. */
  static AxisWindows of(Windows.Axis axis, int channels) {
    return new AxisWindows(
        axis.length(),
        channels,
        axis.size(),
        axis.stride(),
        axis.count(),
        axis.before(),
        axis.after());
  }

  List<String> take(Graph graph, String value, double padValue) {
    String padded =
        before + after == 0
            ? value
            : graph.op(
                "Pad", value, graph.longs(0, before, 0, 0, after, 0), graph.scalar(padValue));
    List<String> parts = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      parts.add(slice(graph, padded, before + length + after, place, place + span(), stride));
    }
    return parts;
  }

  String put(Graph graph, List<String> parts) {
    int padded = before + length + after;
    String sum;
    if (size == stride && before == 0) {
      // Windows side by side: the parts interleave.
      List<String> columns = new ArrayList<>();
      for (String part : parts) {
        columns.add(graph.reshape(part, -1, count, 1, channels));
      }
      String joined = graph.reshape(graph.concat(columns, 2), -1, (long) count * size, channels);
      sum = pad(graph, joined, 0, Math.max(0, padded - count * size));
    } else {
      List<String> placed = new ArrayList<>();
      for (int place = 0; place < size; place++) {
        String spread = spread(graph, parts.get(place));
        placed.add(pad(graph, spread, place, padded - place - span()));
      }
      sum = graph.sum(placed);
    }
    return before + after == 0 ? sum : slice(graph, sum, padded, before, before + length, 1);
  }

  /** The positions from the first window's element to the last window's, at one place. */
  private int span() {
    return (count - 1) * stride + 1;
  }

  /** stride - 1 zeros between neighbours. */
  private String spread(Graph graph, String part) {
    if (stride == 1) {
      return part;
    }
    String column = graph.reshape(part, -1, count, 1, channels);
    String wide = graph.op("Pad", column, graph.longs(0, 0, 0, 0, 0, 0, stride - 1, 0));
    int spreadLength = count * stride;
    String flat = graph.reshape(wide, -1, spreadLength, channels);
    return slice(graph, flat, spreadLength, 0, span(), 1);
  }

  private static String pad(Graph graph, String value, int before, int after) {
    return before + after == 0
        ? value
        : graph.op("Pad", value, graph.longs(0, before, 0, 0, after, 0));
  }

  /** Positions [from, to) in steps, of a value of that many positions. */
  private static String slice(
      Graph graph, String value, int positions, int from, int to, int step) {
    return from == 0 && to == positions && step == 1
        ? value
        : graph.op(
            "Slice", value, graph.longs(from), graph.longs(to), graph.longs(1), graph.longs(step));
  }
}
