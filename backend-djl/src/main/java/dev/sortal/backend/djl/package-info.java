/**
 * The PyTorch engine of the Deep Java Library: forward and backward passes run there eagerly,
 * weights are updated here.
 *
 * <p>Values are channels last, as in the spec, and parameters keep the spec's layouts, which are
 * PyTorch's. Embeddings are looked up here: only the rows of a batch cross to the engine.
 */
@NullMarked
package dev.sortal.backend.djl;

import org.jspecify.annotations.NullMarked;
