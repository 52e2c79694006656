package dev.sortal.backend.onnx;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

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
  @Override
  public int spiVersion() {
    return Backend.SPI_VERSION;
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public String engine() {
    try (InputStream in = OnnxBackend.class.getResourceAsStream("engine.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return "ONNX Runtime " + properties.getProperty("version");
    } catch (IOException failure) {
      throw new BackendException("Backend \"onnx\" could not read its own jar.", failure);
    }
  }

  @Override
  public List<Device> devices() {
    return OnnxRuntime.devices();
  }

  @Override
  public InferenceSession open(Network network, Weights weights, Execution execution) {
    return new OnnxInferenceSession(network, weights, execution);
  }

  @Override
  public TrainingSession train(TrainingPlan plan) {
    return new OnnxTrainingSession(plan);
  }
}
