/**
 * The arithmetic of training that is the same on every engine: optimizers over float arrays, and
 * dropout masks.
 *
 * <p>For engines that want it; those with optimizers of their own need only the masks. Uses {@code
 * spec} and {@code tensor}.
 */
@NullMarked
package dev.sortal.update;

import org.jspecify.annotations.NullMarked;
