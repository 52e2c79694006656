/**
 * Networks in double precision and plain loops: what engines are compared with.
 *
 * <p>Written for being read, not for speed, and independent of the arithmetic in {@code
 * dev.sortal.update} but for dropout masks.
 */
@NullMarked
package dev.sortal.tck.reference;

import org.jspecify.annotations.NullMarked;
