/**
 * The compliance kit: what every engine must do, as a JUnit class to extend.
 *
 * <p>A backend's author writes a subclass of {@link dev.sortal.tck.BackendCompliance} with one
 * method and runs it. Numbers are compared with {@link dev.sortal.tck.reference.ReferenceBackend},
 * and with trainings that Keras did, which {@code keras_golden.py} wrote into the kit's resources.
 */
@NullMarked
package dev.sortal.tck;

import org.jspecify.annotations.NullMarked;
