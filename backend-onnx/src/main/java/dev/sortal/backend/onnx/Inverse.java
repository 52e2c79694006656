package dev.sortal.backend.onnx;

import dev.sortal.engine.Extent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of reading rows of a packed value by an index: rows of gradient, one for each that
 * was read, added up at the rows that they came from.
 *
 * <p>A scatter would do it, but the engine's races with itself. Few windows see a row's own
 * position, so its gradient is read by the inverse of the index, slot by slot; of blank positions,
 * which many see, there are few, so theirs is a product with a matrix of zeros and ones.
 */
final class Inverse {
  private final Graph graph;
  private final Feeds feeds;

  Inverse(Graph graph, Feeds feeds) {
    this.graph = graph;
    this.feeds = feeds;
  }

  /**
   * Writes the gradient of a packed value: [stored, channels].
   *
   * @param rows the rows of gradient
   * @param index the names of the feeds by which rows were read, one after the other
   * @param times the feed that is 0 for what repeats rows of the index and has no gradient
   * @param once whether each own position was read exactly once
   */
  String of(
      int value,
      String rows,
      int channels,
      List<String> index,
      @Nullable String times,
      boolean once) {
    String name = index.get(0) + "." + value;
    String counts =
        feeds.weights(
            "counts." + name,
            (batch, into) -> counts(batch, value, index, into),
            Graph.ANY,
            Graph.ANY);
    String blank = graph.gemm(counts, false, rows, false);
    String own;
    if (once) {
      String slots =
          feeds.index(
              "slots." + name, (batch, into) -> slots(batch, value, index, times, into), Graph.ANY);
      own = graph.op("Gather", rows, slots);
    } else {
      String slots =
          feeds.index(
              "slots." + name,
              (batch, into) -> slotsOfMany(batch, value, index, into),
              Graph.ANY,
              Graph.ANY);
      String zero = graph.floats(new float[channels], 1, channels);
      String padded = graph.concat(List.of(rows, zero), 0);
      own = graph.reduce("ReduceSum", graph.op("Gather", padded, slots), false, 0);
    }
    return graph.concat(List.of(own, blank), 0);
  }

  /** For each blank position and each row read, 1 if it was read there: [blank, read]. */
  private static void counts(GraphInputs batch, int value, List<String> index, Fed into) {
    Extent in = batch.extent(value);
    int blank = in.stored() - in.blankStart();
    int read = read(batch, index);
    float[] counts = into.floats(blank, read);
    Arrays.fill(counts, 0, blank * read, 0);
    int from = 0;
    for (String part : index) {
      Fed fed = batch.fed(part);
      for (int i = 0; i < fed.size(); i++) {
        int place = fed.ints()[i] - in.blankStart();
        if (place >= 0 && place < blank) {
          counts[place * read + from + i] = 1;
        }
      }
      from += fed.size();
    }
  }

  private static int read(GraphInputs batch, List<String> index) {
    int read = 0;
    for (String part : index) {
      read += batch.fed(part).size();
    }
    return read;
  }

  /** Where each own position was read, for the first time: [own]. */
  private static void slots(
      GraphInputs batch, int value, List<String> index, @Nullable String times, Fed into) {
    int own = batch.extent(value).blankStart();
    int[] slots = into.ints(own);
    int at = read(batch, index);
    for (int part = index.size() - 1; part >= 0; part--) {
      Fed fed = batch.fed(index.get(part));
      for (int i = fed.size() - 1; i >= 0; i--) {
        int place = fed.ints()[i];
        at--;
        if (place < own && (times == null || batch.fed(times).floats()[i] > 0)) {
          slots[place] = at;
        }
      }
    }
  }

  /** The places where each own position was read, then the row after the last: [slots, own]. */
  private static void slotsOfMany(GraphInputs batch, int value, List<String> index, Fed into) {
    int own = batch.extent(value).blankStart();
    int[] uses = new int[own];
    int most = 1;
    for (String part : index) {
      Fed fed = batch.fed(part);
      for (int i = 0; i < fed.size(); i++) {
        int place = fed.ints()[i];
        if (place < own) {
          most = Math.max(most, ++uses[place]);
        }
      }
    }
    int[] slots = into.ints(most, own);
    Arrays.fill(slots, 0, most * own, read(batch, index));
    int from = 0;
    for (String part : index) {
      Fed fed = batch.fed(part);
      for (int i = 0; i < fed.size(); i++) {
        int place = fed.ints()[i];
        if (place < own) {
          slots[--uses[place] * own + place] = from + i;
        }
      }
      from += fed.size();
    }
  }
}
