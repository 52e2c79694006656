/** The {@code sortal} command: train, evaluate, classify, import, doctor. */
@NullMarked
package dev.sortal.cli;

import org.jspecify.annotations.NullMarked;
