package dev.sortal.backend.onnx;

import ai.onnxruntime.OrtSession;
import dev.sortal.engine.GradientTraining;
import dev.sortal.engine.Natives;
import dev.sortal.engine.PooledInference;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime, the embedded default: trains and serves on CPU and CUDA; safe for threads.
 *
 * <p>Found by the name {@code onnx}. Making one loads nothing.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(file, BackendChoice.named("onnx"));
 * }</pre>
 */
public final class OnnxBackend implements TrainingBackend {
  static final String NAME = "onnx";

  /** The bytes of parameters that a graph can hold, with room for the graph itself. */
  private static final long LARGEST = Integer.MAX_VALUE - (1 << 20);

  @Override
  public int spiVersion() {
    return Backend.SPI_VERSION;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String engine() {
    return "ONNX Runtime " + Natives.version(OnnxBackend.class);
  }

  @Override
  public List<Device> devices() {
    return OnnxRuntime.devices();
  }

  @Override
  public String diagnosis() {
    return OnnxRuntime.NATIVES.describe();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    if (weights.elements() * Float.BYTES > LARGEST) {
      throw new BackendException(
          "Backend \"onnx\" serves networks of less than 2 GB, got "
              + weights.elements()
              + " parameters. Use a smaller vocabulary.");
    }
    Graph graph = new Graph();
    for (GraphParameter parameter : GraphParameter.of(network, false)) {
      graph.weight(parameter.name(), parameter.turned(weights.get(parameter.name())));
    }
    Map<Node, ServedWeight> served = ServedWeight.of(network, weights);
    ServingGraph serving = ServingGraph.of(graph, network, served);
    OnnxRuntime.Opened opened = OnnxRuntime.open(serving.model(), execution);
    OrtSession session = opened.session();
    Map<String, float[]> tables = tables(network, weights);
    return new PooledInference(
        opened.device(),
        () -> new OnnxCall(session, network, serving.feeds(), tables),
        () -> {
          OnnxRuntime.close(session);
          served.values().forEach(ServedWeight::close);
        });
  }

  private static Map<String, float[]> tables(Network network, Weights weights) {
    Map<String, float[]> tables = new HashMap<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Table) {
        tables.put(node.weight().name(), weights.get(node.weight().name()).toArray());
      }
    }
    return tables;
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    return new GradientTraining(NAME, plan, updater -> new OnnxGradients(plan, updater));
  }
}
