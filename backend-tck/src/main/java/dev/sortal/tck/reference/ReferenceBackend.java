package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks in double precision, as a backend: slow, plain, and what engines are compared with.
 *
 * <p>Made with {@code new}; it is not found on the class path. Safe for threads.
 *
 * <pre>{@code
 * TrainingSession expected = new ReferenceBackend().train(plan);
 * }</pre>
 */
public final class ReferenceBackend implements TrainingBackend {
  private final Behaviour behaviour;

  /** The reference. */
  public ReferenceBackend() {
    this(new Behaviour());
  }

  ReferenceBackend(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  @Override
  public int spiVersion() {
    return Backend.SPI_VERSION;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String engine() {
    return "reference network in double precision";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    requireAble(execution);
    return new Inference(network, doubles(weights));
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    requireAble(plan.execution());
    return new ReferenceTrainingSession(plan, behaviour);
  }

  private static void requireAble(Execution execution) {
    if (execution.device().kind() == Device.Kind.GPU) {
      throw new BackendException(
          "Backend \"reference\" has no device " + execution.device() + ": expected cpu.");
    }
  }

  static Map<String, double[]> doubles(Weights weights) {
    Map<String, double[]> doubles = new HashMap<>();
    weights.asMap().forEach((name, tensor) -> doubles.put(name, doubles(tensor)));
    return doubles;
  }

  static double[] doubles(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.get(i);
    }
    return values;
  }

  static void write(double[] values, FloatBuffer into) {
    for (int i = 0; i < values.length; i++) {
      into.put(i, (float) values[i]);
    }
  }

  private final class Inference implements InferenceSession {
    private final Network network;
    private final Map<String, double[]> parameters;
    private volatile boolean closed;

    Inference(Network network, Map<String, double[]> parameters) {
      this.network = network;
      this.parameters = parameters;
    }

    @Override
    public void logits(Batch batch, FloatBuffer into) {
      if (closed) {
        throw new IllegalStateException("This inference session is closed. Open a new one.");
      }
      write(behaviour.forward(Pass.evaluation(network, parameters, batch)).logits(), into);
    }

    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
