/**
 * Subwords as a {@code tokenizer.json} of Hugging Face describes them, read in plain Java: no
 * native library, nothing fetched.
 *
 * <p>Uses {@code sortal-api} only. A tokenizer is immutable and safe for threads.
 */
@NullMarked
package dev.sortal.tokenizers;

import org.jspecify.annotations.NullMarked;
