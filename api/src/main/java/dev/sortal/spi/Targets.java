package dev.sortal.spi;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** What the rows of a batch should come out as. */
public sealed interface Targets {
  /**
   * One class for each row.
   *
   * @param classes an index in [0, classes) for each row, from index 0
   */
  record Classes(IntBuffer classes) implements Targets {}

  /**
   * Numbers for each row: values to approach, or 0 and 1 for several labels.
   *
   * @param values the rows one after the other, one number for each logit
   */
  record Values(FloatBuffer values) implements Targets {}
}
