/**
 * What to train: layers, networks, optimizers and losses as values, without an engine.
 *
 * <p>{@link dev.sortal.spec.Network} infers and checks every shape, so that what follows (engines
 * above all) may take a network for valid. Records only; everything is immutable and safe for
 * threads. Uses {@code dev.sortal.tensor} and Jackson's annotations, for the JSON form.
 */
@NullMarked
package dev.sortal.spec;

import org.jspecify.annotations.NullMarked;
