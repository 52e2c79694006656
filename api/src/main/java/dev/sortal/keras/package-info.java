/**
 * Models that were trained by Keras: reads what {@code export_keras.py} wrote.
 *
 * <p>Needs neither Keras nor Python. What cannot be computed alike is refused by name, never
 * approximated. Uses everything below it; nothing but {@code dev.sortal} and applications use it.
 */
@NullMarked
package dev.sortal.keras;

import org.jspecify.annotations.NullMarked;
