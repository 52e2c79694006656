/**
 * The TensorFlow engine of the Deep Java Library: it serves networks and cannot train them.
 *
 * <p>It runs on the natives and classes of TensorFlow-Java, since its own are not published for
 * this version, and gets a network as a SavedModel.
 */
@NullMarked
package dev.sortal.backend.djl.tensorflow;

import org.jspecify.annotations.NullMarked;
