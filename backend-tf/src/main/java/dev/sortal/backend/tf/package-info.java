/** The TensorFlow-Java engine. Nothing is here yet; see docs/architecture.md for the modules. */
@NullMarked
package dev.sortal.backend.tf;

import org.jspecify.annotations.NullMarked;
