package dev.sortal.spi;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The data of one network input for the rows of a batch, without padding.
 *
 * <p>Buffers are read from index 0, whatever their position, and may be longer than what is used.
 */
public sealed interface Column {
  /**
   * Token sequences, for {@link dev.sortal.spec.Input.Tokens}.
   *
   * @param ids the rows' ids one after the other, each row at most as long as its input
   * @param rowOffsets rows + 1 offsets into ids: row i is [rowOffsets(i), rowOffsets(i + 1))
   */
  record Ids(IntBuffer ids, IntBuffer rowOffsets) implements Column {}

  /**
   * Bags of weighted ids, for {@link dev.sortal.spec.Input.Bags}: of a row one, or at positions at
   * most as many as its input has.
   *
   * @param ids the bags' ids one after the other
   * @param weights a finite weight for each id
   * @param bagOffsets bags + 1 offsets into ids
   * @param rowOffsets rows + 1 offsets into the bags
   */
  record Bags(IntBuffer ids, FloatBuffer weights, IntBuffer bagOffsets, IntBuffer rowOffsets)
      implements Column {}

  /**
   * Numbers, for {@link dev.sortal.spec.Input.Values}.
   *
   * @param values the rows one after the other, each of the input's shape, row-major
   */
  record Floats(FloatBuffer values) implements Column {}
}
