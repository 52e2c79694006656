/**
 * The plain Java engine: no native library, no dependency.
 *
 * <p>{@code Program} turns a network into operations, one for each node, over {@code Value}s. Texts
 * are short and batches mostly padding, so a value stores of each row only the positions of its own
 * text; all others are those of one blank row, a text of no tokens, of which equal neighbours are
 * stored once ({@code Extent}). Equal words of a batch share one vector, and what a convolution
 * makes of a vector that many windows see is computed once ({@code Linear}). The numbers are those
 * of fully padded rows. The optimizer is {@link dev.sortal.update.Updater}.
 */
@NullMarked
package dev.sortal.backend.java;

import org.jspecify.annotations.NullMarked;
