package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import dev.sortal.engine.EmbeddedBags;
import dev.sortal.engine.Extent;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rows that a packed table gives for a batch, then one of zeros; for one thread. */
final class TableRows implements AutoCloseable {
  private final Node node;
  private final int width;
  private final String name;
  private final PrefixTensors tensors;
  private float[] rows = new float[0];
  private final RowBuffer bagGradients;
  private int[] ids = new int[0];
  private float[] gradient = new float[0];
  private float[][] vectors = new float[0][];
  private float[][] vectorGradients = new float[0][];
  private boolean isSplit;
  private boolean hasVectorGradients;
  private int stored;

  TableRows(Node node) {
    this.node = node;
    this.width = node.output().last();
    this.name = ForwardPass.rowsName(node);
    this.tensors = new PrefixTensors(width);
    this.bagGradients = new RowBuffer(node.output().toArray());
  }

  /** The memory of all packed tables. */
  static Map<Node, TableRows> of(Network network, Layouts layouts) {
    Map<Node, TableRows> all = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (layouts.isTable(node.value())) {
        all.put(node, new TableRows(node));
      }
    }
    return all;
  }

  /** Looks the rows of a batch up; the tensor over them is valid until the next load. */
  OnnxTensor load(GraphInputs batch) {
    Extent extent = batch.extent(node.value());
    stored = extent.stored();
    isSplit = false;
    int size = Math.multiplyExact(stored + 1, width);
    if (rows.length < size) {
      rows = new float[size + size / 2];
    }
    float[] into = rows;
    if (node.layer() instanceof Layer.EmbeddingBag) {
      FloatBuffer bags = bags(batch.embedded()).floats();
      for (int place = 0; place < extent.blankStart(); place++) {
        int bag = extent.rowOf(place) * extent.positions() + extent.positionOf(place);
        bags.get(bag * width, into, place * width, width);
      }
      Arrays.fill(into, extent.blankStart() * width, stored * width, 0);
    } else {
      loadIds(extent, batch.inputs());
      float[] table = batch.values(node.weight().name());
      for (int place = 0; place < stored; place++) {
        System.arraycopy(table, ids[place] * width, into, place * width, width);
      }
    }
    Arrays.fill(into, stored * width, (stored + 1) * width, 0);
    return tensors.of(stored + 1, rows);
  }

  private RowBuffer bags(EmbeddedBags embedded) {
    return Objects.requireNonNull(embedded.values().get(node));
  }

  private void loadIds(Extent extent, InputRows inputs) {
    if (ids.length < stored) {
      ids = new int[stored + stored / 2];
    }
    System.arraycopy(inputs.tokens(node.operand()), 0, ids, 0, extent.blankStart());
    Arrays.fill(ids, extent.blankStart(), stored, 0);
  }

  /** The name of the graph's input. */
  String name() {
    return name;
  }

  /** What was looked up, each row an array. */
  float[][] vectors() {
    if (!isSplit) {
      isSplit = true;
      vectors = reserve(vectors);
      for (int i = 0; i <= stored; i++) {
        System.arraycopy(rows, i * width, vectors[i], 0, width);
      }
    }
    return vectors;
  }

  private float[][] reserve(float[][] arrays) {
    int from = arrays.length;
    if (from > stored) {
      return arrays;
    }
    float[][] more = Arrays.copyOf(arrays, stored + 1 + stored / 2);
    for (int i = from; i < more.length; i++) {
      more[i] = new float[width];
    }
    return more;
  }

  /** Where gradients of rows may be added, each row an array. */
  float[][] gradients() {
    if (!hasVectorGradients) {
      hasVectorGradients = true;
      vectorGradients = reserve(vectorGradients);
      for (int i = 0; i <= stored; i++) {
        Arrays.fill(vectorGradients[i], 0);
      }
    }
    return vectorGradients;
  }

  /** Forgets the gradients of before. */
  void beginGradient() {
    hasVectorGradients = false;
    int size = (stored + 1) * width;
    if (gradient.length < size) {
      gradient = new float[size + size / 2];
    }
    Arrays.fill(gradient, 0, size, 0);
  }

  /**
   * Adds gradients of rows.
   *
   * @param index which rows, one list after the other; none if each was read in turn
   */
  void addGradient(float[] some, List<Fed> index) {
    if (index.isEmpty()) {
      add(some, 0, 0, stored * width);
    }
    int from = 0;
    for (Fed part : index) {
      for (int i = 0; i < part.size(); i++) {
        add(some, from, part.ints()[i] * width, width);
        from += width;
      }
    }
  }

  private void add(float[] some, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      gradient[to + i] += some[from + i];
    }
  }

  /** Gives the gradient of the table to the updater. */
  void giveGradient(GraphInputs batch, Updater updater) {
    for (int place = 0; hasVectorGradients && place < stored; place++) {
      for (int i = 0; i < width; i++) {
        gradient[place * width + i] += vectorGradients[place][i];
      }
    }
    if (node.layer() instanceof Layer.Embedding) {
      updater.addRows(node.weight().name(), ids, gradient, stored);
      return;
    }
    Extent extent = batch.extent(node.value());
    bagGradients.reserve(extent.rows());
    FloatBuffer into = bagGradients.floats();
    // What bags that are not stored have from before goes nowhere: they have no ids.
    for (int place = 0; place < extent.blankStart(); place++) {
      int bag = extent.rowOf(place) * extent.positions() + extent.positionOf(place);
      into.put(bag * width, gradient, place * width, width);
    }
    batch.embedded().addGradient(node, batch.inputs(), into, updater);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
