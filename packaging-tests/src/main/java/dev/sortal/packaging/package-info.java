/** A small application, to be packed in the ways in which applications are packed. */
@NullMarked
package dev.sortal.packaging;

import org.jspecify.annotations.NullMarked;
