package dev.sortal.backend.tf;

import dev.sortal.engine.Shortening;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Device;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TInt32;

/**
 * A network in TensorFlow's own format, for whatever loads a SavedModel.
 *
 * <p>Its weights are constants of the graph. The signature {@code serving_default} takes the
 * network's inputs by their names, token ids as int32 {@code [rows, length]} padded with id 0 on
 * the input's side, bags and what averages over tokens need as {@link dev.sortal.engine.GraphFeeds}
 * says, and gives {@code logits}, float32 {@code [rows, classes]}.
 *
 * <pre>{@code
 * SavedModelFolder.write(folder, network, weights, Device.cpu());
 * }</pre>
 */
public final class SavedModelFolder {
  /** The signature's name. */
  public static final String SIGNATURE = "serving_default";

  /** The name of the output. */
  public static final String LOGITS = "logits";

  /** What the format's serialisation can hold, with room for the graph itself. */
  private static final long LARGEST = Integer.MAX_VALUE - (1 << 20);

  private SavedModelFolder() {}

  /**
   * Writes a network into a folder that exists.
   *
   * @param device on what it will run: operations are bound to it
   * @throws BackendException if the engine cannot be loaded, or the network has 2 GB of weights or
   *     more
   * @throws IOException if the folder cannot be written
   */
  public static void write(Path folder, Network network, Weights weights, Device device)
      throws IOException {
    write(folder, network, weights, device, Shortening.none(network));
  }

  /**
   * As {@link #write(Path, Network, Weights, Device)}, for an engine that cuts rows short.
   *
   * @param shortening how the rows are laid out that are fed; the weights of its {@link
   *     Shortening#flattened} are inputs too, by their names
   */
  public static void write(
      Path folder, Network network, Weights weights, Device device, Shortening shortening)
      throws IOException {
    network.requireFits(weights);
    if (weights.elements() * Float.BYTES > LARGEST) {
      throw new BackendException(
          "A SavedModel holds networks of less than 2 GB, got "
              + weights.elements()
              + " parameters. Use a smaller vocabulary.");
    }
    TensorFlow.load();
    try (Graph graph = new Graph()) {
      Ops tf = TensorFlow.ops(graph, device);
      ForwardPass forward =
          ForwardPass.serving(tf, network, new Constants(tf, weights), shortening);
      SignatureDef.Builder signature =
          SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
      forward.feeds().forEach((name, fed) -> signature.putInputs(name, describe(fed)));
      signature.putOutputs(LOGITS, describe(forward.value(network.result())));
      MetaGraphDef model =
          MetaGraphDef.newBuilder()
              .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
              .setGraphDef(graph.toGraphDef())
              .putSignatureDef(SIGNATURE, signature.build())
              .build();
      try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(model)
            .build()
            .writeTo(out);
      }
    }
  }

  private static TensorInfo describe(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    Shape shape = output.shape();
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < shape.numDimensions(); axis++) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(shape.get(axis)));
    }
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(operand.type().equals(TInt32.class) ? DataType.DT_INT32 : DataType.DT_FLOAT)
        .setTensorShape(dimensions)
        .build();
  }
}
