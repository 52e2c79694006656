/** Small programs to run and to copy from, each one idea. */
@NullMarked
package dev.sortal.samples;

import org.jspecify.annotations.NullMarked;
