package dev.sortal.backend.djl.tensorflow;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import dev.sortal.backend.tf.SavedModelFolder;
import dev.sortal.backend.tf.TensorFlowBackend;
import dev.sortal.engine.NativeCache;
import dev.sortal.engine.Natives;
import dev.sortal.engine.Shortening;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.tensor.Weights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** The engine itself: loads it and opens its models. */
final class Engine {
  static final Natives NATIVES = new TensorFlowBackend().natives().named(DjlTensorFlowBackend.NAME);

  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";

  private Engine() {}

  /** Loads the engine when it is first named, with the natives of TensorFlow-Java. */
  private static final class Loaded {
    static final ai.djl.engine.Engine ENGINE = load();

    private Loaded() {}

    private static ai.djl.engine.Engine load() {
      // TensorFlow-Java first: it unpacks the natives.
      new TensorFlowBackend().devices();
      String library = Loader.load(tensorflow.class);
      Natives.setUnlessGiven(
          LIBRARY_PATH, library.substring(0, library.lastIndexOf(File.separatorChar)));
      Natives.setUnlessGiven("jna.tmpdir", NativeCache.folder("jna").toString());
      // The engine reports its use to its makers unless it is told not to.
      Natives.setUnlessGiven("OPT_OUT_TRACKING", "true");
      return Natives.lookingFrom(Engine.class, () -> ai.djl.engine.Engine.getEngine("TensorFlow"));
    }
  }

  /**
   * Loads the engine.
   *
   * @throws BackendException if it cannot be loaded
   */
  static ai.djl.engine.Engine load() {
    try {
      return Loaded.ENGINE;
    } catch (LinkageError | RuntimeException failure) {
      throw NATIVES.notLoaded(failure);
    }
  }

  /** Opens a network, by way of a folder that is deleted again. */
  static Model open(Network network, Weights weights, Execution execution, Shortening shortening) {
    Device device = execution.device();
    boolean onGpu = device.kind() == Device.Kind.GPU;
    Model model =
        load().newModel("network", onGpu ? ai.djl.Device.gpu(device.index()) : ai.djl.Device.cpu());
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(execution.threads())
            .setInterOpParallelismThreads(1)
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (!onGpu) {
      config.putDeviceCount("GPU", 0);
    }
    try {
      Path folder = Files.createTempDirectory("sortal");
      try {
        SavedModelFolder.write(folder, network, weights, device, shortening);
        model.load(
            folder,
            "saved_model",
            Map.of(
                "Tags",
                "serve",
                "SignatureDefKey",
                SavedModelFolder.SIGNATURE,
                "ConfigProto",
                config.build()));
      } finally {
        Files.deleteIfExists(folder.resolve("saved_model.pb"));
        Files.delete(folder);
      }
      return model;
    } catch (IOException | MalformedModelException failure) {
      model.close();
      throw new BackendException(
          "Backend \""
              + DjlTensorFlowBackend.NAME
              + "\" could not open the network by way of the temporary folder "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + failure.getMessage(),
          failure);
    }
  }
}
