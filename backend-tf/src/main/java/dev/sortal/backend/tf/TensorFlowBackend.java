package dev.sortal.backend.tf;

import dev.sortal.engine.FoldedWeights;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.Natives;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.Shortening;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow-Java: trains and serves on CPU and CUDA; safe for threads.
 *
 * <p>Found by the name {@code tensorflow}. Making one loads nothing.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(file, BackendChoice.named("tensorflow"));
 * }</pre>
 */
public final class TensorFlowBackend implements TrainingBackend {
  static final String NAME = "tensorflow";

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
    return "TensorFlow-Java " + Natives.version(TensorFlowBackend.class);
  }

  @Override
  public List<Device> devices() {
    return TensorFlow.devices();
  }

  @Override
  public String diagnosis() {
    return TensorFlow.NATIVES.describe();
  }

  /** The engine's natives, which other engines can use. */
  public Natives natives() {
    return TensorFlow.NATIVES;
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    Device device = TensorFlow.choose(execution.device());
    Graph graph = new Graph();
    Ops tf = TensorFlow.ops(graph, device);
    Variables variables = new Variables(tf, Set.of());
    Shortening shortening = Shortening.ofInference(network);
    Map<String, FoldedWeights<TFloat32>> folded = new HashMap<>();
    for (Node dense : shortening.flattened().keySet()) {
      String name = dense.weight().name();
      folded.put(name, new FoldedWeights<>(weights.get(name).toArray(), RowTensor::ofWeights));
    }
    Map<String, Tensor> kept = new LinkedHashMap<>(weights.asMap());
    kept.keySet().removeAll(folded.keySet());
    kept.forEach((name, tensor) -> variables.add(name, tensor.shape()));
    ForwardPass forward = ForwardPass.serving(tf, network, variables, shortening);
    Session session = TensorFlow.open(graph, device, execution);
    variables.set(session, kept);
    return new PooledInference(
        device,
        () ->
            new TensorFlowCall(
                session, network, forward, new InputRows(NAME, network, shortening), folded),
        () -> {
          session.close();
          graph.close();
          folded.values().forEach(each -> each.all().forEach(TFloat32::close));
        });
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    return new TensorFlowTraining(plan, TensorFlow.choose(plan.execution().device()));
  }
}
