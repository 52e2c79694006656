/** The {@code sortal} command: train, evaluate, classify, doctor. */
@NullMarked
package dev.sortal.cli;

import org.jspecify.annotations.NullMarked;
