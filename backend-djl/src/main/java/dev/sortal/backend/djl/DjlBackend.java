package dev.sortal.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sortal.engine.FoldedWeights;
import dev.sortal.engine.GradientTraining;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.Natives;
import dev.sortal.engine.PooledInference;
import dev.sortal.engine.RowBuffer;
import dev.sortal.engine.Shortening;
import dev.sortal.engine.StepRows;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The Deep Java Library on its PyTorch engine: trains and serves; safe for threads.
 *
 * <p>Found by the name {@code djl}. Making one loads nothing.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(file, BackendChoice.named("djl"));
 * }</pre>
 */
public final class DjlBackend implements TrainingBackend {
  static final String NAME = "djl";

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
    return "DJL "
        + Natives.property(DjlBackend.class, "version")
        + " with PyTorch "
        + Natives.property(DjlBackend.class, "pytorch");
  }

  @Override
  public List<Device> devices() {
    return PyTorch.devices();
  }

  @Override
  public String diagnosis() {
    return PyTorch.NATIVES.describe();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    Device device = PyTorch.choose(execution);
    NDManager manager = PyTorch.manager(device);
    Map<String, float[]> tables = new HashMap<>();
    Map<String, NDArray> parameters = new HashMap<>();
    Map<String, FoldedWeights<NDArray>> folded = new HashMap<>();
    Shortening shortening = Shortening.ofInference(network);
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        Tensor value = weights.get(parameter.name());
        if (node.layer() instanceof Layer.Table) {
          tables.put(parameter.name(), value.toArray());
        } else if (shortening.flattened().containsKey(node) && parameter.equals(node.weight())) {
          folded.put(
              parameter.name(),
              new FoldedWeights<>(
                  value.toArray(), memory -> NativeArrays.ofParameter(manager, memory)));
        } else {
          RowBuffer memory = new RowBuffer(parameter.shape().toArray());
          memory.reserve(1);
          memory.floats().put(0, value.buffer(), 0, parameter.shape().size());
          parameters.put(parameter.name(), NativeArrays.ofParameter(manager, memory));
        }
      }
    }
    return new PooledInference(
        device,
        () ->
            new DjlCall(
                new InputRows(NAME, network, shortening),
                network,
                manager,
                parameters,
                folded,
                name -> Objects.requireNonNull(tables.get(name))),
        manager::close);
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    Device device = PyTorch.choose(plan.execution());
    Network network = plan.network();
    return new GradientTraining(
        plan,
        new StepRows(NAME, plan, Shortening.ofTraining(network)),
        new InputRows(NAME, network, Shortening.ofInference(network)),
        updater -> new DjlGradients(plan, updater, device));
  }
}
