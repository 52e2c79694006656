package dev.sortal.backend.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import dev.sortal.engine.NativeCache;
import dev.sortal.engine.Natives;
import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine itself: loads it, says what devices it has, and makes its managers. */
final class PyTorch {
  static final Natives NATIVES =
      new Natives(
          DjlBackend.NAME,
          "ai.djl.pytorch:pytorch-native-cpu:" + Natives.property(DjlBackend.class, "pytorch"),
          Map.of(
              "linux-x86_64", "pytorch/cpu/linux-x86_64/libtorch.so",
              "linux-aarch64", "pytorch/cpu/linux-aarch64/libtorch.so",
              "macos-aarch64", "pytorch/cpu/osx-aarch64/libtorch.dylib",
              "windows-x86_64", "pytorch/cpu/win-x86_64/torch.dll"),
          Map.of(
              "linux-x86_64", "linux-x86_64",
              "linux-aarch64", "linux-aarch64",
              "macos-aarch64", "osx-aarch64",
              "windows-x86_64", "win-x86_64"),
          "GPU natives of this version, which are not published as an artifact: PYTORCH_LIBRARY_PATH"
              + " names a folder with LibTorch "
              + Natives.property(DjlBackend.class, "pytorch")
              + " for CUDA 12.8; or take the backend tensorflow or onnx");

  private static final String OFFLINE = "ai.djl.offline";

  private PyTorch() {}

  /**
   * Loads the engine when it is first named.
   *
   * <p>Its pools are for the whole process: the first one who loads it decides.
   */
  private static final class Loaded {
    static final Engine ENGINE = load();

    private Loaded() {}

    private static Engine load() {
      requireNatives();
      Natives.setUnlessGiven("ENGINE_CACHE_DIR", NativeCache.folder("djl").toString());
      Natives.setUnlessGiven("jna.tmpdir", NativeCache.folder("jna").toString());
      // The engine reports its use to its makers unless it is told not to.
      Natives.setUnlessGiven("OPT_OUT_TRACKING", "true");
      Natives.setUnlessGiven("ai.djl.pytorch.num_threads", "1");
      Natives.setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
      boolean offlineBefore = System.getProperty(OFFLINE) != null;
      Natives.setUnlessGiven(OFFLINE, "true");
      try {
        return Natives.lookingFrom(PyTorch.class, () -> Engine.getEngine("PyTorch"));
      } finally {
        if (!offlineBefore) {
          System.clearProperty(OFFLINE);
        }
      }
    }

    /** Without its natives the engine would look for them on the network. */
    private static void requireNatives() {
      if (NATIVES.find() == null
          && System.getenv("PYTORCH_LIBRARY_PATH") == null
          && System.getProperty("PYTORCH_LIBRARY_PATH") == null) {
        throw new UnsatisfiedLinkError("the natives are not on the class path");
      }
    }
  }

  /**
   * The engine.
   *
   * @throws BackendException if it cannot be loaded
   */
  static Engine engine() {
    try {
      return Loaded.ENGINE;
    } catch (LinkageError | RuntimeException failure) {
      throw NATIVES.notLoaded(failure);
    }
  }

  /** The CPU, and the GPUs that natives for CUDA see. */
  static List<Device> devices() {
    Engine engine = engine();
    List<Device> devices = new ArrayList<>(List.of(Device.cpu()));
    if (engine.hasCapability(StandardCapabilities.CUDA)) {
      for (int i = 0; i < engine.getGpuCount(); i++) {
        devices.add(Device.gpu(i));
      }
    }
    return devices;
  }

  /** The device to run on; a GPU that is asked for and absent is an exception. */
  static Device choose(Execution execution) {
    Device asked = execution.device();
    return asked.equals(Device.cpu()) ? asked : NATIVES.choose(asked, devices());
  }

  /** A manager of the engine's arrays on that device. */
  static NDManager manager(Device device) {
    return engine()
        .newBaseManager(
            device.kind() == Device.Kind.GPU
                ? ai.djl.Device.gpu(device.index())
                : ai.djl.Device.cpu());
  }

  /** An engine failure with what was being done. */
  static BackendException failed(String what, RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new BackendException("PyTorch could not " + what + ": " + reason, failure);
  }
}
