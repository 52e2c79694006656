/**
 * What occurs more than once: nearly equal texts, examples of one part in another, equal texts of
 * different labels.
 *
 * <p>Exact duplicates of one set are the business of {@link
 * dev.sortal.data.CleaningStep#dropDuplicates()}. All of it streams, in bounded memory. Uses {@code
 * text}, {@code data}, {@code keys}, {@code tensor} and {@code error}.
 */
@NullMarked
package dev.sortal.duplicates;

import org.jspecify.annotations.NullMarked;
