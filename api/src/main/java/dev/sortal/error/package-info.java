/**
 * The exceptions that a user meets.
 *
 * <p>Bad arguments are {@link java.lang.IllegalArgumentException}, calls in the wrong order {@link
 * java.lang.IllegalStateException}; everything that files, data and engines do wrong is a {@link
 * dev.sortal.error.SortalException}. Every message says what is wrong, what was expected, what was
 * received and what to do next.
 */
@NullMarked
package dev.sortal.error;

import org.jspecify.annotations.NullMarked;
