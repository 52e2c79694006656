package dev.sortal.backend.onnx;

import dev.sortal.engine.Extent;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import java.util.Arrays;

/** Which rows of packed values layers read, and for how many positions each stands. */
final class Indices {
  private Indices() {}

  /**
   * For every window of a convolution, window by window, the position at each place; in the padding
   * the row after the last: [windows * places].
   */
  static Feeds.Filling windows(Node node) {
    Windows.Axis axis = Windows.of(node).across();
    int places = axis.size();
    int before = axis.before();
    return (batch, into) -> {
      Extent in = batch.extent(node.operand());
      Extent out = batch.extent(node.value());
      int[] index = into.ints((long) out.stored() * places);
      int at = 0;
      for (int i = 0; i < out.stored(); i++) {
        int row = out.rowOf(i);
        int first = out.positionOf(i) * axis.stride() - before;
        for (int position = first; position < first + places; position++) {
          boolean isThere = position >= 0 && position < axis.length();
          index[at++] = isThere ? in.at(row, position) : in.stored();
        }
      }
    };
  }

  /**
   * For every window of a pool the position at one place; in the padding its neighbour in the
   * window, which changes no maximum: [windows].
   */
  static Feeds.Filling place(Node node, int place) {
    Windows.Axis axis = Windows.of(node).across();
    return (batch, into) -> {
      Extent in = batch.extent(node.operand());
      Extent out = batch.extent(node.value());
      int[] index = into.ints(out.stored());
      for (int i = 0; i < out.stored(); i++) {
        int position = out.positionOf(i) * axis.stride() - axis.before() + place;
        index[i] = in.at(out.rowOf(i), Math.max(0, Math.min(axis.length() - 1, position)));
      }
    };
  }

  /** Every position of every row: [rows, positions]. */
  static Feeds.Filling whole(int value) {
    return (batch, into) -> {
      Extent in = batch.extent(value);
      int[] index = into.ints(in.rows(), in.positions());
      for (int row = 0; row < in.rows(); row++) {
        for (int position = 0; position < in.positions(); position++) {
          index[row * in.positions() + position] = in.at(row, position);
        }
      }
    };
  }

  /** For each position that a join stores the one of an operand: [stored]. */
  static Feeds.Filling joined(int operand, int value) {
    return (batch, into) -> {
      Extent in = batch.extent(operand);
      Extent out = batch.extent(value);
      int[] index = into.ints(out.stored());
      for (int i = 0; i < out.stored(); i++) {
        index[i] = in.at(out.rowOf(i), out.positionOf(i));
      }
    };
  }

  /**
   * The different parts of each row, up to those of the row that has most; shorter ones repeat
   * their first: [rows, parts].
   */
  static Feeds.Filling parts(int value) {
    return (batch, into) -> {
      Extent in = batch.extent(value);
      int most = mostParts(in);
      int[] index = into.ints(in.rows(), most);
      for (int row = 0; row < in.rows(); row++) {
        int from = row * most;
        int at = from;
        for (int part = 0; part < in.parts(row); part++) {
          if (in.times(row, part) > 0) {
            index[at++] = in.part(row, part);
          }
        }
        Arrays.fill(index, at, from + most, index[from]);
      }
    };
  }

  private static int mostParts(Extent in) {
    int most = 0;
    for (int row = 0; row < in.rows(); row++) {
      int parts = 0;
      for (int part = 0; part < in.parts(row); part++) {
        parts += in.times(row, part) > 0 ? 1 : 0;
      }
      most = Math.max(most, parts);
    }
    return most;
  }

  /**
   * For how many positions each of {@link #parts} stands, 0 for repeated ones: [rows, parts, 1].
   */
  static Feeds.Filling times(int value) {
    return (batch, into) -> {
      Extent in = batch.extent(value);
      int most = mostParts(in);
      float[] times = into.floats(in.rows(), most, 1);
      for (int row = 0; row < in.rows(); row++) {
        int at = row * most;
        for (int part = 0; part < in.parts(row); part++) {
          if (in.times(row, part) > 0) {
            times[at++] = in.times(row, part);
          }
        }
        Arrays.fill(times, at, (row + 1) * most, 0);
      }
    };
  }

  /** What each of {@link #parts} adds to an average: [rows, parts, 1]. */
  static Feeds.Filling shares(Node average) {
    return (batch, into) -> {
      Extent in = batch.extent(average.operand());
      RowBuffer byToken = batch.inputs().shares().get(average);
      int most = mostParts(in);
      float[] shares = into.floats(in.rows(), most, 1);
      for (int row = 0; row < in.rows(); row++) {
        int at = row * most;
        for (int part = 0; part < in.parts(row); part++) {
          int times = in.times(row, part);
          if (times > 0) {
            shares[at++] =
                byToken == null
                    ? (float) times / in.positions()
                    : sumOf(byToken, in, row, in.part(row, part));
          }
        }
        Arrays.fill(shares, at, (row + 1) * most, 0);
      }
    };
  }

  /** The sum over the positions of a row for which a stored one stands. */
  private static float sumOf(RowBuffer shares, Extent in, int row, int place) {
    int from = row * in.positions();
    if (place < in.blankStart()) {
      return shares.floats().get(from + in.positionOf(place));
    }
    float sum = 0;
    for (int position = 0; position < in.positions(); position++) {
      if (in.at(row, position) == place) {
        sum += shares.floats().get(from + position);
      }
    }
    return sum;
  }

  /** The share of all positions of all rows that each stored one stands for: [stored, 1]. */
  static Feeds.Filling weights(int value) {
    return (batch, into) -> {
      Extent in = batch.extent(value);
      float[] weights = into.floats(in.stored(), 1);
      Arrays.fill(weights, 0, in.stored(), 0);
      for (int row = 0; row < in.rows(); row++) {
        for (int part = 0; part < in.parts(row); part++) {
          weights[in.part(row, part)] += in.times(row, part);
        }
      }
      float all = (float) in.rows() * in.positions();
      for (int i = 0; i < in.stored(); i++) {
        weights[i] /= all;
      }
    };
  }
}
