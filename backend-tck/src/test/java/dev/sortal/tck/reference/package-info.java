@NullMarked
package dev.sortal.tck.reference;

import org.jspecify.annotations.NullMarked;
