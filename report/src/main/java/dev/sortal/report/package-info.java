/** Pictures of a training and its result, as PNG and SVG. */
@NullMarked
package dev.sortal.report;

import org.jspecify.annotations.NullMarked;
