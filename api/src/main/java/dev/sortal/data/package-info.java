/**
 * Examples, where they come from, and the flat arrays that they become.
 *
 * <p>A {@link dev.sortal.data.Source} streams {@link dev.sortal.data.Example}s; an {@link
 * dev.sortal.data.Encoder} learns from training examples only and turns examples into an {@link
 * dev.sortal.data.EncodedColumn}; columns, classes and weights together are an {@link
 * dev.sortal.data.EncodedSet}, from which the training loop reads batches. Uses {@code spi}, {@code
 * spec}, {@code tensor}, {@code error} and a CSV reader.
 */
@NullMarked
package dev.sortal.data;

import org.jspecify.annotations.NullMarked;
