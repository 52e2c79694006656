/**
 * What a set of examples is like, found before anything is learned from it.
 *
 * <p>All of it streams in bounded memory; what is found in a sample only says so. Uses {@code
 * metrics} (its columns of text), {@code duplicates}, {@code text}, {@code data}, {@code keys},
 * {@code tensor} and {@code error}.
 */
@NullMarked
package dev.sortal.profile;

import org.jspecify.annotations.NullMarked;
