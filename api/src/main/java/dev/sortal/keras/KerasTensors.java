package dev.sortal.keras;

import dev.sortal.error.BundleException;
import dev.sortal.error.DataException;
import dev.sortal.format.Safetensors;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a Keras model, laid out for a network.
 *
 * <p>Keras keeps the axes of kernels in the reverse order: {@code [kernel, in, filters]} and {@code
 * [in, units]}. A flattened sequence has one order in both, so that dense layers need no more.
 */
final class KerasTensors {
  private final Path file;
  private final Weights tensors;
  private final Set<String> unread;

  /**
   * The tensors of a file.
   *
   * @throws DataException if it is absent or no safetensors file of float32
   */
  KerasTensors(Path file) {
    this.file = file;
    try {
      this.tensors = Safetensors.read(Settings.bytes(file));
    } catch (BundleException failure) {
      throw new DataException(
          file + ": " + failure.getMessage() + " " + Settings.EXPORT_AGAIN, failure);
    }
    this.unread = new TreeSet<>(tensors.names());
  }

  /**
   * The parameters of the graph's network.
   *
   * @param kerasIds the row of the Keras embedding for each id
   * @throws DataException if a tensor is missing, left over, of another shape or not finite
   */
  Weights weights(Network network, KerasGraph graph, List<Integer> kerasIds) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      KerasLayer source = graph.source(node);
      for (Parameter parameter : node.parameters()) {
        weights.put(
            parameter.name(),
            node.layer() instanceof Layer.Embedding embedding
                ? rows(source, embedding.width(), kerasIds)
                : parameter.shape().rank() == 1
                    ? bias(source, parameter.shape())
                    : kernel(source, parameter.shape()));
      }
    }
    if (!unread.isEmpty()) {
      throw new DataException(
          file
              + " does not belong to the model: expected tensors of its layers only, got "
              + unread
              + " too. "
              + Settings.EXPORT_AGAIN);
    }
    return Weights.of(weights);
  }

  private Tensor rows(KerasLayer source, int width, List<Integer> kerasIds) {
    int rows = source.settings().count("input_dim");
    Tensor table = tensor(source.tensor("embeddings"), rows, width);
    Shape shape = Shape.of(kerasIds.size(), width);
    float[] gathered = new float[shape.size()];
    for (int id = 0; id < kerasIds.size(); id++) {
      int row = kerasIds.get(id);
      if (row >= rows) {
        throw new DataException(
            source.settings().owner()
                + " has no row for every id of the Tokenizer: expected an input_dim above "
                + row
                + ", got "
                + rows
                + ". Export the Tokenizer that the model was trained with.");
      }
      table.buffer().get(row * width, gathered, id * width, width);
    }
    return Tensor.of(shape, gathered);
  }

  private Tensor bias(KerasLayer source, Shape shape) {
    if (!source.settings().flag("use_bias")) {
      return Tensor.zeros(shape);
    }
    return Tensor.of(
        shape, behindZeros(shape, tensor(source.tensor("bias"), stored(source, shape))));
  }

  private Tensor kernel(KerasLayer source, Shape shape) {
    Tensor kernel = tensor(source.tensor("kernel"), stored(source, shape));
    int units = kernel.shape().last();
    int in = shape.dimension(1);
    int positions = shape.rank() == 3 ? shape.dimension(2) : 1;
    float[] turned = new float[kernel.shape().size()];
    for (int k = 0; k < positions; k++) {
      for (int i = 0; i < in; i++) {
        for (int unit = 0; unit < units; unit++) {
          turned[(unit * in + i) * positions + k] = kernel.get((k * in + i) * units + unit);
        }
      }
    }
    return Tensor.of(shape, behindZeros(shape, Tensor.of(Shape.of(turned.length), turned)));
  }

  /** Keras's shape of a kernel or bias: our axes reversed, and one unit where we have two. */
  private static int[] stored(KerasLayer source, Shape shape) {
    int[] axes = new int[shape.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axes.length - 1 - axis] = shape.dimension(axis);
    }
    if (source.isOneUnit()) {
      axes[axes.length - 1] = 1;
    }
    return axes;
  }

  /** The values at the end of the shape: what is before them, if anything, belongs to logit 0. */
  private static float[] behindZeros(Shape shape, Tensor values) {
    float[] all = new float[shape.size()];
    values.buffer().get(all, all.length - values.shape().size(), values.shape().size());
    return all;
  }

  private Tensor tensor(String name, int... expected) {
    if (!tensors.contains(name)) {
      throw new DataException(
          file
              + " lacks a tensor: expected \""
              + name
              + "\", got "
              + tensors.names()
              + ". "
              + Settings.EXPORT_AGAIN);
    }
    Tensor tensor = tensors.get(name);
    if (!Arrays.equals(tensor.shape().toArray(), expected)) {
      throw new DataException(
          file
              + ": the tensor \""
              + name
              + "\" does not fit its layer: expected shape "
              + Arrays.toString(expected)
              + ", got "
              + tensor.shape()
              + ". "
              + Settings.EXPORT_AGAIN);
    }
    if (!tensor.isFinite()) {
      throw new DataException(
          file
              + ": the tensor \""
              + name
              + "\" must hold finite numbers, got NaN or infinity. Train the model again, with a"
              + " lower rate.");
    }
    unread.remove(name);
    return tensor;
  }
}
