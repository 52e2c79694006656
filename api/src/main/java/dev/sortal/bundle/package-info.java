/**
 * Save and load: what a trained classifier consists of, and its {@code .sortal} file.
 *
 * <p>A zip of {@code manifest.json}, a vocabulary and {@code weights.safetensors}. Reading
 * distrusts the file, writing is atomic. Uses everything below it; nothing but {@code dev.sortal}
 * uses it.
 */
@NullMarked
package dev.sortal.bundle;

import org.jspecify.annotations.NullMarked;
