/**
 * What a pipeline without settings does: encoders and networks that follow from the examples.
 *
 * <p>May use encoders, {@code data} and {@code spec}. It chooses and trains nothing.
 */
@NullMarked
package dev.sortal.auto;

import org.jspecify.annotations.NullMarked;
