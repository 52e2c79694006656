/**
 * Images as numbers: decoding within limits, resizing, scaling, and alterations in training.
 *
 * <p>Uses {@code data} and what is below it.
 */
@NullMarked
package dev.sortal.image;

import org.jspecify.annotations.NullMarked;
