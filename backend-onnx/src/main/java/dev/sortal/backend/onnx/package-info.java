/**
 * The ONNX Runtime engine: networks become ONNX graphs, one for serving and one for a training
 * step.
 *
 * <p>{@link dev.sortal.backend.onnx.Graph} writes the format; {@code ForwardPass} and {@code
 * BackwardPass} translate layers; the sessions hold buffers and call the engine. The optimizer is
 * {@link dev.sortal.update.Updater}. Natives come from the onnxruntime artifact.
 */
@NullMarked
package dev.sortal.backend.onnx;

import org.jspecify.annotations.NullMarked;
