/**
 * Searching for the settings that make a figure smallest: spaces, methods that propose points of
 * them, and the importance of each setting.
 *
 * <p>All of it is pure and seeded, over points and numbers: what is tried, and how, is the caller's
 * business. May use {@code tensor} only.
 */
@NullMarked
package dev.sortal.search;

import org.jspecify.annotations.NullMarked;
