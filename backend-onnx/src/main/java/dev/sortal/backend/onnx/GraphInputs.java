package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sortal.engine.EmbeddedBags;
import dev.sortal.engine.Extent;
import dev.sortal.engine.InputRows;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The engine's tensors over what a batch feeds to the graph of a network; for one thread. */
final class GraphInputs implements AutoCloseable {
  private final InputRows inputs;
  private final Function<String, float[]> values;
  private final EmbeddedBags embedded;
  private final Extents extents;
  private final List<Map.Entry<String, Feeds.Feed>> all;
  private final Map<String, RowTensor> tensors = new LinkedHashMap<>();
  private final Map<Node, TableRows> tables;
  private final Map<String, Fed> fed = new HashMap<>();
  private final List<Map.Entry<String, Feeds.Feed>> changing;
  private final Map<String, OnnxTensor> run = new HashMap<>();

  /**
   * Tensors over inputs.
   *
   * @param feeds what the graph reads by index
   * @param tables the memory of packed tables, see {@link TableRows#of}
   * @param values of parameters that are fed in part: tables, weights of dense layers
   */
  GraphInputs(
      Network network,
      Layouts layouts,
      Map<String, Feeds.Feed> feeds,
      InputRows inputs,
      Map<Node, TableRows> tables,
      Function<String, float[]> values) {
    this.inputs = inputs;
    this.tables = tables;
    this.values = values;
    this.all = List.copyOf(feeds.entrySet());
    this.changing = all.stream().filter(feed -> !feed.getValue().byLengths()).toList();
    this.embedded = new EmbeddedBags(network, values);
    this.extents = new Extents(network, layouts);
    for (int i = 0; i < inputs.size(); i++) {
      if (network.inputs().get(i) instanceof Input.Values) {
        tensors.put(ForwardPass.inputName(i), RowTensor.floats(inputs.column(i)));
      }
    }
    inputs
        .shares()
        .forEach(
            (node, shares) -> {
              if (!layouts.isPacked(node.operand())) {
                tensors.put(ForwardPass.sharesName(node), RowTensor.floats(shares));
              }
            });
    embedded
        .values()
        .forEach(
            (node, rows) -> {
              if (!layouts.isPacked(node.value())) {
                tensors.put(ForwardPass.bagsName(node), RowTensor.floats(rows));
              }
            });
    feeds.keySet().forEach(name -> fed.put(name, new Fed()));
  }

  /** The inputs of a run over what was loaded last; valid until the next load. */
  Map<String, OnnxTensor> load() throws OrtException {
    embedded.load(inputs);
    for (Map.Entry<String, RowTensor> tensor : tensors.entrySet()) {
      run.put(tensor.getKey(), tensor.getValue().of(inputs.rows()));
    }
    boolean isNew = extents.load(inputs.rows(), inputs::own);
    for (TableRows table : tables.values()) {
      run.put(table.name(), table.load(this));
    }
    for (Map.Entry<String, Feeds.Feed> feed : isNew ? all : changing) {
      Fed into = fed(feed.getKey());
      feed.getValue().filling().fill(this, into);
      into.copy();
      run.put(feed.getKey(), into.tensor());
    }
    return run;
  }

  /** The inputs that were loaded. */
  InputRows inputs() {
    return inputs;
  }

  /** Which positions of a packed value are stored. */
  Extent extent(int value) {
    return extents.of(value);
  }

  /** What was fed by that name. */
  Fed fed(String name) {
    return Objects.requireNonNull(fed.get(name));
  }

  /** The values of a parameter. */
  float[] values(String parameter) {
    return values.apply(parameter);
  }

  /** The rows of a packed table. */
  TableRows table(Node node) {
    return Objects.requireNonNull(tables.get(node));
  }

  /** The rows of the packed table that gives a value. */
  TableRows tableOf(int value) {
    for (Map.Entry<Node, TableRows> table : tables.entrySet()) {
      if (table.getKey().value() == value) {
        return table.getValue();
      }
    }
    throw new IllegalArgumentException("Value " + value + " is not that of a packed table.");
  }

  /** The embedded bags among what was added last. */
  EmbeddedBags embedded() {
    return embedded;
  }

  @Override
  public void close() {
    tensors.values().forEach(RowTensor::close);
    tables.values().forEach(TableRows::close);
    fed.values().forEach(Fed::close);
  }
}
