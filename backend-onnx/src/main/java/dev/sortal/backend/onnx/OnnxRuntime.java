package dev.sortal.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.sortal.engine.NativeCache;
import dev.sortal.engine.Natives;
import dev.sortal.engine.Platform;
import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine itself: loads it, says what devices it has, and opens its sessions. */
final class OnnxRuntime {
  static final Natives NATIVES =
      new Natives(
          OnnxBackend.NAME,
          "com.microsoft.onnxruntime:onnxruntime:" + Natives.version(OnnxBackend.class),
          Map.of(
              "linux-x86_64", "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
              "linux-aarch64", "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
              "macos-x86_64", "ai/onnxruntime/native/osx-x64/libonnxruntime.dylib",
              "macos-aarch64", "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib",
              "windows-x86_64", "ai/onnxruntime/native/win-x64/onnxruntime.dll"),
          Map.of(),
          "com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, an NVIDIA driver,"
              + " CUDA 12 and cuDNN 9");

  private static final int MOST_GPUS = 16;

  /** The engine's own property: the folder of its natives. */
  private static final String ENGINE_PATH = "onnxruntime.native.path";

  /** Set once the files of the cache folder are in use by a class loader of this JVM. */
  private static final String LOADED = "sortal.onnxruntime.loaded";

  /** The names of the engine's libraries; the providers come with the GPU artifact only. */
  private static final List<String> LIBRARIES =
      List.of(
          "onnxruntime",
          "onnxruntime4j_jni",
          "onnxruntime_providers_shared",
          "onnxruntime_providers_cuda");

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
      return Loaded.ENVIRONMENT;
    } catch (LinkageError | IllegalStateException failure) {
      throw NATIVES.notLoaded(failure);
    }
  }

  /** Loads the engine when it is first named. */
  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = load();

    private Loaded() {}

    /**
     * The engine unpacks its natives at every start, unless it is told of a folder that has them.
     * The JVM loads a library file for one class loader only, so a second class loader leaves it to
     * the engine, which makes a new copy.
     */
    private static OrtEnvironment load() {
      URL natives = NATIVES.find();
      if (natives == null
          || System.getProperty(ENGINE_PATH) != null
          || System.getProperties().putIfAbsent(LOADED, "true") != null) {
        return OrtEnvironment.getEnvironment();
      }
      List<URL> files = new ArrayList<>();
      for (String library : LIBRARIES) {
        URL file = beside(natives, System.mapLibraryName(library));
        if (file != null) {
          files.add(file);
        }
      }
      String version = Natives.version(OnnxBackend.class) + "-" + Platform.here();
      System.setProperty(ENGINE_PATH, NativeCache.unpack("onnxruntime", version, files).toString());
      try {
        return OrtEnvironment.getEnvironment();
      } finally {
        System.clearProperty(ENGINE_PATH);
      }
    }

    private static @Nullable URL beside(URL library, String name) {
      try {
        URL other = new URL(library, name);
        other.openStream().close();
        return other;
      } catch (IOException absent) {
        return null;
      }
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

  /** In full float32: by default the provider would multiply in TensorFloat-32. */
  private static void addGpu(SessionOptions options, Device device) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    } catch (OrtException failure) {
      throw noGpu(device, failure);
    }
  }

  private static BackendException noGpu(Device device, OrtException failure) {
    return NATIVES.absent(device, String.valueOf(failure.getMessage()), failure);
  }

  /** Frees a session. */
  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException failure) {
      throw failed("close a session", failure);
    }
  }

  /** An engine failure with what was being done. */
  static BackendException failed(String what, OrtException failure) {
    return new BackendException(
        "ONNX Runtime could not " + what + ": " + failure.getMessage(), failure);
  }
}
