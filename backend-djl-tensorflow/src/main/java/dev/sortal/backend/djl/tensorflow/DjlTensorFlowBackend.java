package dev.sortal.backend.djl.tensorflow;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sortal.backend.tf.TensorFlowBackend;
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
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Deep Java Library on its TensorFlow engine: serves any network; safe for threads.
 *
 * <p>Found by the name {@code djl-tensorflow}. It cannot train: the engine has no gradients. Making
 * one loads nothing.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(file, BackendChoice.named("djl-tensorflow"));
 * }</pre>
 */
public final class DjlTensorFlowBackend implements Backend {
  static final String NAME = "djl-tensorflow";

  private final TensorFlowBackend tensorFlow = new TensorFlowBackend();

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
    return "DJL " + Natives.version(DjlTensorFlowBackend.class) + " on " + tensorFlow.engine();
  }

  @Override
  public List<Device> devices() {
    List<Device> devices = tensorFlow.devices();
    Engine.load();
    return devices;
  }

  @Override
  public String diagnosis() {
    return Engine.NATIVES.describe();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    Device device = Engine.NATIVES.choose(execution.device(), devices());
    Shortening shortening = Shortening.ofInference(network);
    Model model =
        Engine.open(network, weights, new Execution(device, execution.threads()), shortening);
    NDManager manager = model.getNDManager();
    Map<String, FoldedWeights<NDArray>> folded = new LinkedHashMap<>();
    for (Node dense : shortening.flattened().keySet()) {
      String name = dense.weight().name();
      folded.put(
          name,
          new FoldedWeights<>(
              weights.get(name).toArray(), memory -> ModelCall.weight(manager, name, memory)));
    }
    return new PooledInference(
        device,
        () -> new ModelCall(model, network, new InputRows(NAME, network, shortening), folded),
        model::close);
  }
}
