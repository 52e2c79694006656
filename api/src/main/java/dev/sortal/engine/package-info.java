/**
 * What engines share, for those who write one: batches laid out in native memory, training around
 * an engine that computes gradients, pooled inference, and words about natives and devices.
 *
 * <p>None of it is required: an engine may implement {@link dev.sortal.spi} alone. Uses {@code
 * spi}, {@code update} and what is below them.
 */
@NullMarked
package dev.sortal.engine;

import org.jspecify.annotations.NullMarked;
