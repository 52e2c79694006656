package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * Networks with a name, without their output layer, which follows from the labels.
 *
 * <pre>{@code
 * List<Layer> layers = Presets.named("kimCnn");
 * }</pre>
 */
public final class Presets {
  private static final int WIDEST_KERNEL = 5;

  private Presets() {}

  /**
   * The network of the usual Keras script for text classification: Embedding 32, Conv1d 64 of width
   * 3, MaxPool1d 2, Flatten, Dense 64.
   */
  public static List<Layer> kerasText() {
    return List.of(embedding(32), conv1d(64, 3, RELU), maxPool1d(2), flatten(), dense(64, RELU));
  }

  /**
   * Kim, "Convolutional Neural Networks for Sentence Classification" (2014), CNN-rand: Embedding
   * 128, 100 filters each of widths 3, 4 and 5 with global max pooling, Dropout 0.5.
   */
  public static List<Layer> kimCnn() {
    return List.of(
        embedding(128),
        parallel(
            branch(conv1d(100, 3, RELU), globalMaxPool()),
            branch(conv1d(100, 4, RELU), globalMaxPool()),
            branch(conv1d(100, 5, RELU), globalMaxPool())),
        dropout(0.5));
  }

  /**
   * A network for these inputs: Kim's for tokens, a dense layer for numbers; of several inputs each
   * its own, side by side, and a dense layer over all.
   *
   * @throws IllegalArgumentException if there is no network for one of them
   */
  public static List<Layer> fitting(List<Input> inputs) {
    if (inputs.size() == 1) {
      return fitting(inputs.get(0));
    }
    List<List<Layer>> branches = new ArrayList<>();
    for (Input input : inputs) {
      List<Layer> branch = new ArrayList<>(List.of(from(input.name())));
      branch.addAll(fitting(input));
      branches.add(branch);
    }
    return List.of(new Layer.Parallel(branches, Join.CONCAT), dense(64, RELU), dropout(0.2));
  }

  private static List<Layer> fitting(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return tokens.length() < WIDEST_KERNEL ? List.of(embedding(16), flatten()) : kimCnn();
    }
    if (input instanceof Input.Values values && values.shape().rank() == 1) {
      return List.of(dense(64, RELU), dropout(0.2));
    }
    throw new IllegalArgumentException(
        "There is no preset for the input " + input + ". Give the layers with network(..).");
  }

  /**
   * The layers of the preset of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static List<Layer> named(String name) {
    return switch (name) {
      case "kerasText" -> kerasText();
      case "kimCnn" -> kimCnn();
      default ->
          throw new IllegalArgumentException(
              "There is no preset \"" + name + "\", expected one of " + names() + ".");
    };
  }

  /** The names of all presets. */
  public static List<String> names() {
    return List.of("kerasText", "kimCnn");
  }
}
