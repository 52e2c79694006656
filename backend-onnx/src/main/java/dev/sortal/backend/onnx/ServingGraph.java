package dev.sortal.backend.onnx;

import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.util.Map;

/**
 * The graph that computes logits, without dropout.
 *
 * @param model the graph in ONNX's format
 * @param feeds what is read of a batch by index
 */
record ServingGraph(byte[] model, Map<String, Feeds.Feed> feeds) {
  /**
   * Adds the forward computation and its output to a graph that has the parameters.
   *
   * @param served see {@link ForwardPass#inference}
   */
  static ServingGraph of(Graph graph, Network network, Map<Node, ServedWeight> served) {
    ForwardPass forward = ForwardPass.inference(graph, network, served);
    graph.output(
        forward.value(network.result()), TrainingGraph.LOGITS, Graph.ROWS, network.outputs());
    return new ServingGraph(graph.toModel(), forward.packed().feeds().all());
  }
}
