/**
 * Where a training is written down while it runs: logs of JSON Lines, event files for TensorBoard.
 *
 * <p>Each is a {@link dev.sortal.training.TrainingListener} like any that a user writes; nothing of
 * the training knows of this package.
 */
@NullMarked
package dev.sortal.tracking;

import org.jspecify.annotations.NullMarked;
