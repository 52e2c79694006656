package dev.sortal.backend.onnx;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter as a graph reads it.
 *
 * <p>The weight of a convolution is turned from [filters, channels, places..] to a matrix [filters,
 * places * channels], whose rows are multiplied with windows; all others are those of the spec.
 *
 * @param parameter of the spec
 * @param places of a convolution's window if it is a convolution's weight, else 1
 * @param shape in the graph
 */
record GraphParameter(Parameter parameter, int places, Shape shape) {
  /** A parameter of a node. */
  static GraphParameter of(Node node, Parameter parameter) {
    boolean isKernel =
        (node.layer() instanceof Layer.Conv1d || node.layer() instanceof Layer.Conv2d)
            && parameter.equals(node.weight());
    if (!isKernel) {
      return new GraphParameter(parameter, 1, parameter.shape());
    }
    int filters = parameter.shape().dimension(0);
    int width = parameter.shape().size() / filters;
    return new GraphParameter(
        parameter, width / parameter.shape().dimension(1), Shape.of(filters, width));
  }

  /**
   * The parameters that a graph reads as a whole: all but tables and what dense layers multiply
   * flattened packed values by.
   */
  static List<GraphParameter> of(Network network, boolean training) {
    Layouts layouts = new Layouts(network, training);
    List<GraphParameter> parameters = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (!(node.layer() instanceof Layer.Table)) {
        int from = layouts.isFlatDense(node) ? 1 : 0;
        for (Parameter parameter : node.parameters().subList(from, node.parameters().size())) {
          parameters.add(of(node, parameter));
        }
      }
    }
    return parameters;
  }

  String name() {
    return parameter.name();
  }

  /** Values in the layout of the graph. */
  Tensor turned(Tensor values) {
    float[] turned = new float[shape.size()];
    turn(values.toArray(), turned);
    return Tensor.of(shape, turned);
  }

  /** Turns values of the spec's layout into that of the graph. */
  void turn(float[] values, float[] into) {
    transpose(values, into, places);
  }

  /** Turns values of the graph's layout into that of the spec. */
  void turnBack(float[] values, float[] into) {
    transpose(values, into, shape.last() / places);
  }

  /** Of each filter, rows of that length become columns. */
  private void transpose(float[] values, float[] into, int columns) {
    int width = shape.last();
    int rows = width / columns;
    for (int from = 0; from < shape.size(); from += width) {
      for (int column = 0; column < columns; column++) {
        int to = from + column * rows;
        for (int row = 0; row < rows; row++) {
          into[to + row] = values[from + row * columns + column];
        }
      }
    }
  }
}
