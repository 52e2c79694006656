package dev.sortal.spi;

import java.nio.FloatBuffer;

/**
 * Rows with what they should come out as.
 *
 * @param batch the rows
 * @param targets a target for each row
 * @param rowWeights a factor of each row's loss, from index 0; 1 where rows count alike
 */
public record LabelledBatch(Batch batch, Targets targets, FloatBuffer rowWeights) {}
