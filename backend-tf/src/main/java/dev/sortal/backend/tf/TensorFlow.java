package dev.sortal.backend.tf;

import dev.sortal.engine.NativeCache;
import dev.sortal.engine.Natives;
import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.RunOptions;

/** The engine itself: loads it, says what devices it has, and opens its sessions. */
final class TensorFlow {
  static final Natives NATIVES =
      new Natives(
          TensorFlowBackend.NAME,
          "org.tensorflow:tensorflow-core-native:" + Natives.version(TensorFlowBackend.class),
          Map.of(
              "linux-x86_64",
              "org/tensorflow/internal/c_api/linux-x86_64/libjnitensorflow.so",
              "linux-aarch64",
              "org/tensorflow/internal/c_api/linux-arm64/libjnitensorflow.so",
              "macos-aarch64",
              "org/tensorflow/internal/c_api/macosx-arm64/libjnitensorflow.dylib",
              "windows-x86_64",
              "org/tensorflow/internal/c_api/windows-x86_64/jnitensorflow.dll"),
          Map.of(
              "linux-x86_64", "linux-x86_64",
              "linux-aarch64", "linux-arm64",
              "macos-aarch64", "macosx-arm64",
              "windows-x86_64", "windows-x86_64"),
          "org.tensorflow:tensorflow-core-native with classifier linux-x86_64-gpu in place of"
              + " linux-x86_64, an NVIDIA driver, CUDA 12 and cuDNN 9");

  /** JavaCPP's own property: the folder into which it unpacks natives. */
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final RunOptions ON_THIS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private TensorFlow() {}

  /**
   * Loads the natives.
   *
   * @throws BackendException if they cannot be loaded
   */
  static void load() {
    if (System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, NativeCache.folder("javacpp").toString());
    }
    try {
      tensorflow.TF_Version().close();
    } catch (LinkageError failure) {
      throw NATIVES.notLoaded(failure);
    }
  }

  /** The CPU and the GPUs for which the engine makes devices. */
  static List<Device> devices() {
    load();
    List<Device> devices = new ArrayList<>(List.of(Device.cpu()));
    try (TF_Status status = TF_Status.newStatus();
        TF_Graph graph = TF_Graph.newGraph();
        TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
        TF_Session session = TF_Session.newSession(graph, options, status)) {
      status.throwExceptionIfNotOK();
      TF_DeviceList list = tensorflow.TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      int gpus = 0;
      for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
        try (BytePointer type = tensorflow.TF_DeviceListType(list, i, status)) {
          gpus += type.getString().equals("GPU") ? 1 : 0;
        }
      }
      tensorflow.TF_DeleteDeviceList(list);
      for (int i = 0; i < gpus; i++) {
        devices.add(Device.gpu(i));
      }
    }
    return devices;
  }

  /** The device to run on; a GPU that is asked for and absent is an exception. */
  static Device choose(Device asked) {
    load();
    return asked.equals(Device.cpu()) ? asked : NATIVES.choose(asked, devices());
  }

  /** Operations of a graph that run on that device. */
  static Ops ops(Graph graph, Device device) {
    DeviceSpec.DeviceType type =
        device.kind() == Device.Kind.GPU ? DeviceSpec.DeviceType.GPU : DeviceSpec.DeviceType.CPU;
    return Ops.create(graph)
        .withDevice(DeviceSpec.newBuilder().deviceType(type).deviceIndex(device.index()).build());
  }

  /**
   * Opens a session.
   *
   * <p>The engine's pool for the inside of operations is one for the whole process: the first
   * session decides how many threads it has.
   */
  static Session open(Graph graph, Device device, Execution execution) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(execution.threads())
            .setInterOpParallelismThreads(1)
            // Shapes and indices stay on the CPU; the device itself was checked before.
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device.kind() == Device.Kind.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return new Session(graph, config.build());
  }

  /**
   * Runs on the thread that calls: no waiting for a pool that is shared by the whole process.
   *
   * @param what is being done, for the message
   * @throws BackendException if the engine fails
   */
  static Result run(Session.Runner run, String what) {
    try {
      return run.setOptions(ON_THIS_THREAD).run();
    } catch (RuntimeException failure) {
      // The engine's exceptions have no type in common but this.
      throw new BackendException(
          "TensorFlow could not " + what + ": " + failure.getMessage(), failure);
    }
  }
}
