package dev.sortal.backend.tf;

import dev.sortal.tensor.Tensor;
import java.nio.FloatBuffer;
import org.tensorflow.ndarray.Shape;

/**
 * How the engine keeps a parameter. The spec's kernels of convolutions, which alone have more than
 * two axes, are [filters, in, positions..]; the engine's are [positions.., in, filters]. All else
 * is the same. Turned around once here, kernels need not be in every step.
 */
final class Layout {
  private Layout() {}

  /** The engine's shape of a parameter of that shape. */
  static Shape shape(dev.sortal.tensor.Shape spec) {
    int rank = spec.rank();
    long[] dimensions = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      dimensions[axis] = spec.dimension(axis);
    }
    if (rank > 2) {
      for (int axis = 2; axis < rank; axis++) {
        dimensions[axis - 2] = spec.dimension(axis);
      }
      dimensions[rank - 2] = spec.dimension(1);
      dimensions[rank - 1] = spec.dimension(0);
    }
    return Shape.of(dimensions);
  }

  /** A parameter's values in the engine's order. */
  static FloatBuffer toEngine(Tensor tensor) {
    dev.sortal.tensor.Shape spec = tensor.shape();
    if (spec.rank() <= 2) {
      return tensor.buffer();
    }
    FloatBuffer from = tensor.buffer();
    float[] turned = new float[spec.size()];
    forEachPlace(spec, (inSpec, inEngine) -> turned[inEngine] = from.get(inSpec));
    return FloatBuffer.wrap(turned);
  }

  /** A parameter of that shape from values in the engine's order. */
  static Tensor toSpec(dev.sortal.tensor.Shape spec, float[] values) {
    if (spec.rank() <= 2) {
      return Tensor.of(spec, values);
    }
    float[] turned = new float[values.length];
    forEachPlace(spec, (inSpec, inEngine) -> turned[inSpec] = values[inEngine]);
    return Tensor.of(spec, turned);
  }

  private interface Place {
    void at(int inSpec, int inEngine);
  }

  private static void forEachPlace(dev.sortal.tensor.Shape spec, Place place) {
    int filters = spec.dimension(0);
    int channels = spec.dimension(1);
    int positions = spec.size() / (filters * channels);
    int inSpec = 0;
    for (int filter = 0; filter < filters; filter++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int position = 0; position < positions; position++) {
          place.at(inSpec++, (position * channels + channel) * filters + filter);
        }
      }
    }
  }
}
