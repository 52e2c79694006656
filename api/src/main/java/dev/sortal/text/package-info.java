/**
 * Text as numbers: normalisation, tokenizers, vocabularies, and the encoder that joins them.
 *
 * <p>Uses {@code data} and what is below it.
 */
@NullMarked
package dev.sortal.text;

import org.jspecify.annotations.NullMarked;
