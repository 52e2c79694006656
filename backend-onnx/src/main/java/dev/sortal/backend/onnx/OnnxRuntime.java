package dev.sortal.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The engine itself: loads it, says what devices it has, and opens its sessions. */
final class OnnxRuntime {
  private static final int MOST_GPUS = 16;

  /**
   * An engine session with the device that it runs on.
   *
   * @param session the engine's
   * @param device never {@code auto}
   */
  record Opened(OrtSession session, Device device) {}

  private OnnxRuntime() {}

  /**
   * The process-wide environment; loads the natives.
   *
   * @throws BackendException if they cannot be loaded
   */
  static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError | IllegalStateException failure) {
      throw new BackendException(
          "Backend \"onnx\" could not load its natives for "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + failure
              + ". com.microsoft.onnxruntime:onnxruntime holds natives for Linux (glibc) and Windows"
              + " on x86_64, Linux on aarch64 and macOS; check that it is on the class path and that"
              + " the temporary folder ("
              + System.getProperty("java.io.tmpdir")
              + ") can be written and executed from.",
          failure);
    }
  }

  /** The CPU, and the GPUs on which a session really opens. */
  static List<Device> devices() {
    List<Device> devices = new ArrayList<>();
    devices.add(Device.cpu());
    environment();
    if (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      byte[] model = probe();
      for (int index = 0; index < MOST_GPUS; index++) {
        Execution execution = new Execution(Device.gpu(index), 1);
        try (OrtSession session = open(model, execution).session()) {
          devices.add(Device.gpu(index));
        } catch (BackendException absent) {
          break;
        } catch (OrtException failure) {
          throw failed("close a session", failure);
        }
      }
    }
    return devices;
  }

  /** The smallest graph: its output is its input. */
  private static byte[] probe() {
    Graph graph = new Graph();
    graph.output(graph.floats("in", 1), "out", 1);
    return graph.toModel();
  }

  /**
   * Opens a session on the device that is asked for; {@code auto} takes the first GPU or the CPU.
   *
   * @throws BackendException if the device is absent or the graph is refused
   */
  static Opened open(byte[] model, Execution execution) {
    Device device = execution.device();
    if (device.kind() == Device.Kind.AUTO) {
      List<Device> devices = devices();
      device = devices.get(devices.size() > 1 ? 1 : 0);
    }
    OrtEnvironment environment = environment();
    requireRunning();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(execution.threads());
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Threads that spin while they wait are many times slower on a busy machine.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (device.kind() == Device.Kind.GPU) {
        addGpu(options, device);
      }
      return new Opened(create(environment, model, options, device), device);
    } catch (OrtException failure) {
      throw failed("configure a session", failure);
    }
  }

  /**
   * The engine frees its environment in a shutdown hook; a session opened after it kills the JVM.
   */
  private static void requireRunning() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException ending) {
      throw new BackendException(
          "Backend \"onnx\" cannot open a network while the JVM is shutting down. Open it before.",
          ending);
    }
  }

  private static OrtSession create(
      OrtEnvironment environment, byte[] model, SessionOptions options, Device device)
      throws OrtException {
    try {
      return environment.createSession(model, options);
    } catch (OrtException failure) {
      if (device.kind() == Device.Kind.GPU) {
        throw noGpu(device, failure);
      }
      throw failed("open the network", failure);
    }
  }

  private static void addGpu(SessionOptions options, Device device) {
    try {
      options.addCUDA(device.index());
    } catch (OrtException failure) {
      throw noGpu(device, failure);
    }
  }

  private static BackendException noGpu(Device device, OrtException failure) {
    return new BackendException(
        String.format(
            Locale.ROOT,
            "Backend \"onnx\" has no device %s here: %s. Expected the artifact"
                + " com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, an NVIDIA"
                + " driver, CUDA 12 and cuDNN 9 (see docs/gpu.md). Use device cpu, or auto to take"
                + " the CPU where there is no GPU.",
            device,
            failure.getMessage()),
        failure);
  }

  /** An engine failure with what was being done. */
  static BackendException failed(String what, OrtException failure) {
    return new BackendException(
        "ONNX Runtime could not " + what + ": " + failure.getMessage(), failure);
  }
}
