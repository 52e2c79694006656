/**
 * The engine that {@code docs/adding-a-backend.md} takes its code from: plain Java, slow, and as
 * short as an engine can be that does everything.
 */
@NullMarked
package dev.sortal.integration.toy;

import org.jspecify.annotations.NullMarked;
