package dev.sortal.text;

import dev.sortal.data.IdColumn;
import dev.sortal.spec.Side;
import java.util.Arrays;

/** The ids of one text, cut to the length that is read. */
final class RowWriter {
  private static final int MOST_KEPT = 1 << 14;

  private final int maxLength;
  private final Side truncation;
  private int[] ids = new int[128];
  private int count;

  RowWriter(int maxLength, Side truncation) {
    this.maxLength = maxLength;
    this.truncation = truncation;
  }

  /** Appends an id; a dropped word leaves no place. */
  void add(int id) {
    if (id == Vocabulary.DROPPED) {
      return;
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
    }
    ids[count++] = id;
  }

  /** Writes the row, begins the next, and returns how many ids were cut off. */
  int writeTo(IdColumn.Builder column) {
    int cut = Math.max(0, count - maxLength);
    int from = truncation == Side.PRE ? cut : 0;
    column.ids(ids, from, count - cut);
    column.endRow();
    count = 0;
    if (ids.length > MOST_KEPT) {
      ids = new int[MOST_KEPT];
    }
    return cut;
  }
}
