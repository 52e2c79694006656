/**
 * What an engine implements, and how engines are found: the only package that the author of a
 * backend must read.
 *
 * <p>The cut is at "a network and a step", not at tensor operations. Forward, loss, gradient,
 * update and native memory are the engine's; batching, epochs, validation, metrics and files are
 * not. A backend may take a {@link dev.sortal.spec.Network} and a batch for valid. Buffers belong
 * to the caller, are read and written from index 0 without regard to their position, and are valid
 * only until the call returns. Uses {@code update}, {@code spec}, {@code tensor} and {@code error}.
 */
@NullMarked
package dev.sortal.spi;

import org.jspecify.annotations.NullMarked;
