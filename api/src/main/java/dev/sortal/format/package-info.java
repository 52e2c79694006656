/**
 * Files: safetensors, archives of entries, atomic writing, rows that are mapped into memory.
 * Nothing here knows what the files mean.
 *
 * <p>Whatever is read is distrusted: sizes, names and offsets are checked against the bytes that
 * are really there before anything is allocated. Uses {@code tensor}, {@code error} and Jackson.
 */
@NullMarked
package dev.sortal.format;

import org.jspecify.annotations.NullMarked;
