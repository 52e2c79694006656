/**
 * The one training loop: shuffling, batches, epochs, validation, early stopping, listeners.
 *
 * <p>It knows an engine only as a {@link dev.sortal.spi.TrainingSession} and data only as an {@link
 * dev.sortal.data.EncodedSet}. Everything random follows from the settings' seed. Uses {@code
 * data}, {@code spi} and what is below them.
 */
@NullMarked
package dev.sortal.training;

import org.jspecify.annotations.NullMarked;
