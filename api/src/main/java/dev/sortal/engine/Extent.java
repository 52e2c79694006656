package dev.sortal.engine;

import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import java.util.Arrays;

/**
 * Which positions of each row of a batch an engine stores, so that padding costs nothing.
 *
 * <p>Of a row its own positions are: the first (padding POST) or the last (PRE) so many. All others
 * are those of the blank row, which follows the last row. It is stored without repetition: some
 * positions at its beginning, one that stands for all in its middle, some at its end. For one
 * thread; refilled for every batch.
 *
 * <pre>{@code
 * Extent words = new Extent(100);
 * words.fill(inputs.rows(), Side.POST, inputs.own(0));
 * Extent windows = new Extent(98);
 * windows.fillSliding(words, axis);
 * int place = windows.at(row, 40); // its own, or one of the blank row
 * }</pre>
 */
public final class Extent {
  private final int positions;
  private Side padding = Side.POST;
  private int rows;
  private int[] starts = new int[1];
  private int blankLeft;
  private int blankRight;
  private int blankCount;
  private int stored;
  private int[] rowOf = new int[0];
  private int[] positionOf = new int[0];

  /**
   * An extent of no rows yet.
   *
   * @param positions the positions of a whole row, at least 1
   */
  public Extent(int positions) {
    this.positions = positions;
  }

  /** The positions of a whole row. */
  public int positions() {
    return positions;
  }

  public int rows() {
    return rows;
  }

  /** The side on which rows are padded. */
  public Side padding() {
    return padding;
  }

  /** How many positions are stored, those of the blank row included. */
  public int stored() {
    return stored;
  }

  /** Where the blank row begins; there is none if this is {@link #stored}. */
  public int blankStart() {
    return starts[rows];
  }

  /** How many positions of a row are its own. */
  public int own(int row) {
    return starts[row + 1] - starts[row];
  }

  /** The row of a stored position; for the blank row the number of rows. */
  public int rowOf(int place) {
    return rowOf[place];
  }

  /** Which position is stored there; in the middle of the blank row one of those. */
  public int positionOf(int place) {
    return positionOf[place];
  }

  /** Whether every row is stored as a whole, so that there is no blank row. */
  public boolean isWhole() {
    return blankCount == 0;
  }

  /** Stores every position of every row. */
  public void fillWhole(int rows) {
    begin(rows, Side.POST);
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = starts[row] + positions;
    }
    finish(0, 0);
  }

  /**
   * Stores of each row so many positions, and a blank row of equal positions.
   *
   * @param own for each row from 0 to positions
   */
  public void fill(int rows, Side padding, int[] own) {
    begin(rows, padding);
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = starts[row] + own[row];
    }
    finish(0, 0);
  }

  /**
   * Stores what windows give that slide over rows of an extent: a window that sees no position of a
   * row's own gives what it gives on the blank row.
   */
  public void fillSliding(Extent input, Windows.Axis axis) {
    begin(input.rows, input.padding);
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = starts[row] + windows(input.own(row), axis);
    }
    int first = axis.firstFrom(input.blankLeft);
    int end = axis.lastUntil(axis.length() - input.blankRight) + 1;
    boolean repeats = input.hasMiddle() && end - first >= 2;
    finish(repeats ? first : positions, repeats ? positions - end : 0);
  }

  private int windows(int own, Windows.Axis axis) {
    if (own == 0) {
      return 0;
    }
    if (padding == Side.POST) {
      return Math.min(positions, axis.firstFrom(own));
    }
    return positions - Math.max(0, Math.min(positions, axis.lastUntil(axis.length() - own) + 1));
  }

  /**
   * Stores all that one of two extents of the same rows stores; every position, if they are padded
   * on different sides.
   */
  public void fillBoth(Extent one, Extent other) {
    if (one.isWhole() || other.isWhole() || one.padding != other.padding) {
      fillWhole(one.rows);
      return;
    }
    begin(one.rows, one.padding);
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = starts[row] + Math.max(one.own(row), other.own(row));
    }
    int left = Math.max(one.blankLeft, other.blankLeft);
    int right = Math.max(one.blankRight, other.blankRight);
    boolean repeats = left + right < positions;
    finish(repeats ? left : positions, repeats ? right : 0);
  }

  private void begin(int rows, Side padding) {
    this.rows = rows;
    this.padding = padding;
    if (starts.length <= rows) {
      starts = new int[rows + 1];
    }
  }

  /** The rows are known: makes the blank row, if a row needs it, and numbers what is stored. */
  private void finish(int left, int right) {
    blankLeft = left;
    blankRight = right;
    int middle = left + right < positions ? 1 : 0;
    blankCount = starts[rows] < rows * positions ? left + middle + right : 0;
    stored = starts[rows] + blankCount;
    if (rowOf.length < stored) {
      rowOf = new int[stored + stored / 2];
      positionOf = new int[rowOf.length];
    }
    for (int row = 0; row < rows; row++) {
      int first = padding == Side.POST ? 0 : positions - own(row);
      Arrays.fill(rowOf, starts[row], starts[row + 1], row);
      for (int i = 0; i < own(row); i++) {
        positionOf[starts[row] + i] = first + i;
      }
    }
    Arrays.fill(rowOf, starts[rows], stored, rows);
    for (int i = 0; i < blankCount; i++) {
      positionOf[starts[rows] + i] = i <= left ? i : positions - (blankCount - i);
    }
  }

  private boolean hasMiddle() {
    return blankLeft + blankRight < positions;
  }

  /**
   * Where a position of a row is stored.
   *
   * @param row may be the blank one, by the number of rows
   */
  public int at(int row, int position) {
    if (row < rows) {
      int own = own(row);
      int first = padding == Side.POST ? 0 : positions - own;
      int place = position - first;
      if (place >= 0 && place < own) {
        return starts[row] + place;
      }
    }
    return starts[rows] + blankPlace(position);
  }

  private int blankPlace(int position) {
    if (position < blankLeft) {
      return position;
    }
    return position < positions - blankRight ? blankLeft : position - positions + blankCount;
  }

  /**
   * The first of the positions that every row has from the middle of the blank row; up to {@link
   * #commonEnd}.
   */
  public int commonFrom() {
    return padding == Side.POST
        ? Math.min(Math.max(mostOwn(), blankLeft), positions - blankRight)
        : blankLeft;
  }

  /** The position after those that every row has from the middle of the blank row. */
  public int commonEnd() {
    return padding == Side.POST
        ? positions - blankRight
        : Math.max(blankLeft, Math.min(positions - mostOwn(), positions - blankRight));
  }

  private int mostOwn() {
    int most = 0;
    for (int row = 0; row < rows; row++) {
      most = Math.max(most, own(row));
    }
    return most;
  }

  /** How many stored positions make up a row: its own, then those of the blank row. */
  public int parts(int row) {
    return own(row) + blankCount;
  }

  /** Where a part of a row is stored. */
  public int part(int row, int part) {
    return part < own(row) ? starts[row] + part : starts[rows] + part - own(row);
  }

  /** For how many of a row's positions a part stands; none perhaps, in the blank row. */
  public int times(int row, int part) {
    int own = own(row);
    if (part < own) {
      return 1;
    }
    int place = part - own;
    int from = place <= blankLeft ? place : positions - blankCount + place;
    int to = place == blankLeft && hasMiddle() ? positions - blankRight : from + 1;
    return padding == Side.POST
        ? Math.max(0, to - Math.max(from, own))
        : Math.max(0, Math.min(to, positions - own) - from);
  }
}
