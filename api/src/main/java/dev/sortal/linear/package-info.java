/**
 * Linear models of sparse rows, fitted by what is exact for them instead of by the training loop.
 *
 * <p>May use {@code data} and what is below it. A model comes out as tables of floats, which are
 * ordinary weights of a network: no engine knows where they come from.
 */
@NullMarked
package dev.sortal.linear;

import org.jspecify.annotations.NullMarked;
