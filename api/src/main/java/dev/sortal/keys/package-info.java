/**
 * Hashes of 128 bits, and tables of them that go on in a temporary file when memory is used up.
 *
 * <p>Two different things have equal hashes with a probability of about n² / 2^129 among n of them:
 * 10^-21 among a billion. Nothing here knows what was hashed. Uses {@code error}.
 */
@NullMarked
package dev.sortal.keys;

import org.jspecify.annotations.NullMarked;
