package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;

import java.util.List;

/**
 * Networks with a name, without their output layer, which follows from the labels.
 *
 * <pre>{@code
 * List<Layer> layers = Presets.named("kimCnn");
 * }</pre>
 */
public final class Presets {
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
