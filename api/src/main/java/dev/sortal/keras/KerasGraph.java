package dev.sortal.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.error.DataException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layers of a Keras model, which name the layers that they read, as a tree of layers.
 *
 * <p>It is walked from the output to the input: a Concatenate opens branches, which end at the
 * layer that all of them read. For one use.
 */
final class KerasGraph {
  private final Settings settings;
  private final Map<String, KerasLayer> layers = new LinkedHashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  /** By identity: equal layers of a model have weights of their own. */
  private final Map<Layer, KerasLayer> sources = new IdentityHashMap<>();

  /** Layers from just behind the one named start up to some end. */
  private record Chain(String start, List<Layer> layers) {}

  KerasGraph(Settings settings) {
    this.settings = settings;
    for (JsonNode json : settings.array("layers")) {
      KerasLayer layer = KerasLayer.read(settings, json);
      if (layers.put(layer.name(), layer) != null) {
        throw new DataException(
            layer.settings().owner()
                + " is called more than once: expected layers that are called once. "
                + Settings.CHANGE_MODEL);
      }
      layer.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    for (String read : readers.keySet()) {
      layer(read);
    }
  }

  private KerasLayer layer(String name) {
    KerasLayer layer = layers.get(name);
    if (layer == null) {
      throw new DataException(
          settings.owner()
              + " names the layer \""
              + name
              + "\": expected one of "
              + layers.keySet()
              + ". "
              + Settings.EXPORT_AGAIN);
    }
    return layer;
  }

  /**
   * The network that computes the model's logits.
   *
   * @throws DataException if there is none
   */
  Network network(Input.Tokens input) {
    List<String> outputs = settings.texts("outputs");
    if (outputs.size() != 1) {
      throw settings.refused("outputs", "one layer", Settings.CHANGE_MODEL);
    }
    KerasLayer last = activated(layer(outputs.get(0)));
    Layer logits = last.convertLast();
    if (readers(outputs.get(0)) > 0) {
      throw new DataException(
          last.settings().owner()
              + " is the output, yet other layers read it: expected an output that none reads. "
              + Settings.EXPORT_AGAIN);
    }
    sources.put(logits, last);
    Chain chain = back(onlyInput(last));
    KerasLayer first = layer(chain.start());
    if (!first.isInput()) {
      throw new DataException(
          first.settings().owner()
              + " feeds branches that do not all join: expected one Concatenate of all of them. "
              + Settings.CHANGE_MODEL);
    }
    checkInput(first, input);
    Network network;
    try {
      network =
          Network.of(
              List.of(input), Stream.concat(chain.layers().stream(), Stream.of(logits)).toList());
    } catch (IllegalArgumentException failure) {
      throw new DataException(
          settings.owner() + " is no network that Sortal computes: " + failure.getMessage(),
          failure);
    }
    network.nodes().forEach(this::checkJoin);
    checkMasks(network);
    return network;
  }

  /** The Keras layer that a node of the network stands for. */
  KerasLayer source(Node node) {
    KerasLayer source = sources.get(node.layer());
    if (source == null) {
      throw new IllegalArgumentException(node + " is not of this model's network.");
    }
    return source;
  }

  private int readers(String name) {
    return readers.getOrDefault(name, 0);
  }

  /**
   * The layers before the end of that name and it itself, back to an input or an open fork.
   *
   * <p>It ends: what is walked over has one reader, or readers that all were walked over, so that
   * no layer is met twice.
   */
  private Chain back(String end) {
    Deque<Layer> chain = new ArrayDeque<>();
    String name = end;
    boolean closed = false;
    while (true) {
      KerasLayer keras = layer(name);
      if (keras.isInput() || (readers(name) > 1 && !closed)) {
        return new Chain(name, List.copyOf(chain));
      }
      keras = activated(keras);
      Layer layer;
      if (keras.isJoin()) {
        List<Chain> branches = keras.inputs().stream().map(this::back).toList();
        name = fork(keras, branches);
        closed = readers(name) == branches.size();
        layer = new Layer.Parallel(branches.stream().map(Chain::layers).toList(), Join.CONCAT);
      } else {
        layer = keras.convert();
        name = onlyInput(keras);
        closed = false;
      }
      sources.put(layer, keras);
      chain.addFirst(layer);
    }
  }

  /** The layer itself, or in place of an Activation the layer before it with that activation. */
  private KerasLayer activated(KerasLayer layer) {
    if (!layer.isActivation()) {
      return layer;
    }
    KerasLayer before = layer(onlyInput(layer));
    if (readers(before.name()) > 1 || !before.takesActivation()) {
      throw new DataException(
          layer.settings().owner()
              + " must follow a Conv1D or Dense without activation that nothing else reads, got it"
              + " behind "
              + before.type()
              + " \""
              + before.name()
              + "\". "
              + Settings.CHANGE_MODEL);
    }
    return before.activatedBy(layer);
  }

  private String fork(KerasLayer join, List<Chain> branches) {
    Set<String> starts = new HashSet<>();
    branches.forEach(branch -> starts.add(branch.start()));
    if (starts.size() != 1) {
      throw new DataException(
          join.settings().owner()
              + " joins branches of different origin: expected branches that read one layer, got "
              + branches.stream().map(Chain::start).toList()
              + ". "
              + Settings.CHANGE_MODEL);
    }
    return branches.get(0).start();
  }

  private static String onlyInput(KerasLayer layer) {
    if (layer.inputs().size() != 1) {
      throw new DataException(
          layer.settings().owner()
              + " must read one layer, got "
              + layer.inputs()
              + ". "
              + Settings.CHANGE_MODEL);
    }
    return layer.inputs().get(0);
  }

  private void checkInput(KerasLayer first, Input.Tokens input) {
    JsonNode shape = first.settings().array("batch_shape");
    JsonNode length = shape.path(1);
    if (shape.size() != 2 || !(length.isNull() || length.asInt() == input.length())) {
      throw first
          .settings()
          .refused(
              "batch_shape",
              "[null, " + input.length() + "] for texts of maxlen " + input.length(),
              "Export with the maxlen that the model was trained with.");
    }
  }

  /** Channels are the last axis, which Keras counts from the rows or from the end. */
  private void checkJoin(Node node) {
    if (node.layer() instanceof Layer.Parallel) {
      source(node).settings().require("axis", "-1", String.valueOf(node.output().rank()));
    }
  }

  /**
   * Padding counts in an average, unless Keras masks it: of the layers that are computed only joins
   * and dropouts hand a mask on, and only an average takes notice of it.
   */
  private void checkMasks(Network network) {
    Set<Integer> masked = new HashSet<>();
    for (Node node : network.nodes()) {
      KerasLayer source = source(node);
      boolean reachesMask = node.operands().stream().anyMatch(masked::contains);
      switch (source.type()) {
        case "Embedding" -> {
          if (source.settings().flag("mask_zero")) {
            masked.add(node.value());
          }
        }
        case "Dropout", "Concatenate" -> {
          if (reachesMask) {
            masked.add(node.value());
          }
        }
        case "GlobalAveragePooling1D" -> {
          if (reachesMask) {
            throw new DataException(
                source.settings().owner()
                    + " leaves the padding out of its average: expected an Embedding with"
                    + " \"mask_zero\" false before it, got true. "
                    + Settings.CHANGE_MODEL);
          }
        }
        default -> {
          // Consumes a mask without a trace.
        }
      }
    }
  }
}
