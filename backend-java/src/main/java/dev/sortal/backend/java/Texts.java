package dev.sortal.backend.java;

import dev.sortal.engine.BagRows;
import dev.sortal.spec.Side;

/** How much of each row of a text is its own, without padding. */
final class Texts {
  private int[] own = new int[0];

  /** The ids that are left without the padding of id 0 on one side; ids are padded rows. */
  void fill(Extent extent, int rows, Side padding, int[] ids) {
    reserve(rows);
    for (int row = 0; row < rows; row++) {
      int from = row * extent.positions();
      int count = extent.positions();
      if (padding == Side.POST) {
        while (count > 0 && ids[from + count - 1] == 0) {
          count--;
        }
      } else {
        while (count > 0 && ids[from + extent.positions() - count] == 0) {
          count--;
        }
      }
      own[row] = count;
    }
    extent.fill(rows, padding, own);
  }

  /** The bags that are left without the empty ones on one side. */
  void fill(Extent extent, int rows, Side padding, BagRows bags) {
    reserve(rows);
    int[] offsets = bags.offsets();
    for (int row = 0; row < rows; row++) {
      int from = row * extent.positions();
      int count = extent.positions();
      if (padding == Side.POST) {
        while (count > 0 && offsets[from + count] == offsets[from + count - 1]) {
          count--;
        }
      } else {
        int end = from + extent.positions();
        while (count > 0 && offsets[end - count + 1] == offsets[end - count]) {
          count--;
        }
      }
      own[row] = count;
    }
    extent.fill(rows, padding, own);
  }

  private void reserve(int rows) {
    if (own.length < rows) {
      own = new int[rows];
    }
  }
}
