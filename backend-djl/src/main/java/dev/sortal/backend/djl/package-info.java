/** The DJL engine. Nothing is here yet; see docs/architecture.md for the modules. */
@NullMarked
package dev.sortal.backend.djl;

import org.jspecify.annotations.NullMarked;
