/**
 * TensorFlow-Java in graph mode: a training step is one run of one graph, with the optimizers
 * inside.
 *
 * <p>Graphs are built by {@link dev.sortal.backend.tf.ForwardPass}; values are channels last, as in
 * the spec, and parameters keep the spec's layouts.
 */
@NullMarked
package dev.sortal.backend.tf;

import org.jspecify.annotations.NullMarked;
