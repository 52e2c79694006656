package dev.sortal.backend.java;

import dev.sortal.engine.GradientTraining;
import dev.sortal.engine.Natives;
import dev.sortal.engine.PooledInference;
import dev.sortal.spec.Network;
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
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Plain Java: trains and serves on the CPU of any platform, with no native library; safe for
 * threads.
 *
 * <p>Found by the name {@code java}. A call runs on the caller's thread alone, whatever number of
 * threads is asked for.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(file, BackendChoice.named("java"));
 * }</pre>
 */
public final class JavaBackend implements TrainingBackend {
  static final String NAME = "java";

  private static final Natives NATIVES = Natives.none(NAME);

  private final Supplier<Supplier<Kernels>> kernels;

  public JavaBackend() {
    this(KernelChoice::kernels);
  }

  /** With kernels that are asked for at each opening of a session. */
  JavaBackend(Supplier<Supplier<Kernels>> kernels) {
    this.kernels = kernels;
  }

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
    return "Sortal Java " + Natives.version(JavaBackend.class);
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public String diagnosis() {
    return NATIVES.describe()
        + String.format("  %-10s %s%n", "kernels", kernels.get().get().name());
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    Device device = NATIVES.choose(execution.device(), devices());
    Map<String, float[]> values = new HashMap<>();
    weights.asMap().forEach((name, tensor) -> values.put(name, tensor.toArray()));
    Parameters parameters =
        new Parameters(network, name -> Objects.requireNonNull(values.get(name)), false);
    Supplier<Kernels> kernels = this.kernels.get();
    return new PooledInference(
        device, () -> new JavaCall(network, parameters, kernels.get()), () -> {});
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    Device device = NATIVES.choose(plan.execution().device(), devices());
    Kernels kernels = this.kernels.get().get();
    return new GradientTraining(
        NAME, plan, updater -> new JavaGradients(plan, updater, device, kernels));
  }
}
