package dev.sortal.data;

/**
 * What the rows of a set are known to be; the arrays are not copied and must not change.
 *
 * <pre>{@code
 * Truth one = new Truth.One(new int[] {0, 2, Truth.UNKNOWN});
 * Truth several = new Truth.Several(new int[][] {{0}, {}, {1, 2}}, 3);
 * }</pre>
 */
public sealed interface Truth {
  /** The class of a row whose label the model does not know. */
  int UNKNOWN = -1;

  /** The number of rows. */
  int rows();

  /**
   * One class for each row.
   *
   * @param classes the class of each row, {@link #UNKNOWN} where the model has none
   */
  record One(int[] classes) implements Truth {
    @Override
    public int rows() {
      return classes.length;
    }
  }

  /**
   * Any number of labels for each row.
   *
   * @param labels for each row the labels that the model knows
   * @param count how many labels the model knows
   */
  record Several(int[][] labels, int count) implements Truth {
    @Override
    public int rows() {
      return labels.length;
    }
  }
}
