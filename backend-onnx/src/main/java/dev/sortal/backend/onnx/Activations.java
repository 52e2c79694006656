package dev.sortal.backend.onnx;

import dev.sortal.spec.Activation;

/** Writes activations and their slopes into a graph. */
final class Activations {
  private final Graph graph;

  Activations(Graph graph) {
    this.graph = graph;
  }

  /** The activation of every element. */
  String apply(Activation activation, String sums) {
    return switch (activation) {
      case LINEAR -> sums;
      case RELU -> graph.op("Relu", sums);
      case TANH -> graph.op("Tanh", sums);
      case SIGMOID -> graph.op("Sigmoid", sums);
      case GELU -> graph.op("Mul", sums, gaussianShare(sums));
    };
  }

  /**
   * A gradient times the activation's slope at every element.
   *
   * @param output what the activation gave
   * @param sums what it was given
   */
  String timesSlope(Activation activation, String gradient, String output, String sums) {
    return switch (activation) {
      case LINEAR -> gradient;
      case RELU -> graph.op("Mul", gradient, graph.where("Greater", output, graph.scalar(0)));
      case TANH ->
          graph.op(
              "Mul", gradient, graph.op("Sub", graph.scalar(1), graph.op("Mul", output, output)));
      case SIGMOID ->
          graph.op(
              "Mul", gradient, graph.op("Mul", output, graph.op("Sub", graph.scalar(1), output)));
      case GELU -> graph.op("Mul", gradient, gaussianSlope(sums));
    };
  }

  /** (1 + erf(x / sqrt 2)) / 2. */
  private String gaussianShare(String x) {
    String erf = graph.op("Erf", graph.op("Mul", x, graph.scalar(Math.sqrt(0.5))));
    return graph.op("Mul", graph.op("Add", erf, graph.scalar(1)), graph.scalar(0.5));
  }

  /** (1 + erf(x / sqrt 2)) / 2 + x exp(-x^2 / 2) / sqrt(2 pi). */
  private String gaussianSlope(String x) {
    String exponent = graph.op("Mul", graph.op("Mul", x, x), graph.scalar(-0.5));
    String density =
        graph.op("Mul", graph.op("Exp", exponent), graph.scalar(1 / Math.sqrt(2 * Math.PI)));
    return graph.op("Add", gaussianShare(x), graph.op("Mul", x, density));
  }
}
