/**
 * Files that need more than the JDK to read: Parquet, and whatever is packed with Zstandard.
 *
 * <p>Uses {@code dev.sortal.data}; nothing uses it. Zstandard is found as a service.
 */
@NullMarked
package dev.sortal.formats;

import org.jspecify.annotations.NullMarked;
