/**
 * Numbers that cross the seam: shapes, tensors and named weights, and the generator that every
 * seeded choice draws from.
 *
 * <p>The lowest package: it uses nothing of Sortal but {@code dev.sortal.error}. Values only, no
 * operations; everything here is immutable and therefore safe for threads, except {@link
 * dev.sortal.tensor.SplitMix64}, which is a cursor.
 */
@NullMarked
package dev.sortal.tensor;

import org.jspecify.annotations.NullMarked;
