package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Activation.TANH;
import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.averagePool2d;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.conv2d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
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

  private static final int SHORTEST_SCRIPT = 4;
  private static final int SMALLEST_LENET = 12;

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
    return kimCnn(embedding(128));
  }

  private static List<Layer> kimCnn(Layer vectors) {
    return List.of(
        vectors,
        parallel(
            branch(conv1d(100, 3, RELU), globalMaxPool()),
            branch(conv1d(100, 4, RELU), globalMaxPool()),
            branch(conv1d(100, 5, RELU), globalMaxPool())),
        dropout(0.5));
  }

  /**
   * LeCun and others, "Gradient-based learning applied to document recognition" (1998), LeNet-5,
   * for images of 12 x 12 pixels and more: Conv2d 6 and 16 of width 5, each with an average pool of
   * 2, and Dense 120 and 84, all with tanh; the output is softmax in place of radial functions.
   */
  public static List<Layer> leNet() {
    return List.of(
        conv2d(6, 5, Padding.SAME, TANH),
        averagePool2d(2),
        conv2d(16, 5, TANH),
        averagePool2d(2),
        flatten(),
        dense(120, TANH),
        dense(84, TANH));
  }

  /**
   * A small residual network for images of any size: three stages of 16, 32 and 64 filters of width
   * 3, each a convolution and a residual block of two, all followed by batch normalisation; the
   * second and the third stage begin at every other pixel. Global average pooling, Dropout 0.2.
   *
   * <p>After He and others, "Deep Residual Learning for Image Recognition" (2016); normalisation
   * comes after the activation.
   */
  public static List<Layer> smallResNet() {
    List<Layer> layers = new ArrayList<>();
    stage(layers, 16, 1);
    stage(layers, 32, 2);
    stage(layers, 64, 2);
    layers.add(globalAveragePool());
    layers.add(dropout(0.2));
    return List.copyOf(layers);
  }

  private static void stage(List<Layer> layers, int filters, int stride) {
    layers.add(conv2d(filters, 3, stride, Padding.SAME, RELU));
    layers.add(batchNorm());
    layers.add(
        add(
            branch(
                conv2d(filters, 3, Padding.SAME, RELU),
                batchNorm(),
                conv2d(filters, 3, Padding.SAME, RELU),
                batchNorm()),
            branch()));
  }

  /**
   * A network for these inputs: Kim's for tokens and for bags at positions, {@link #smallResNet}
   * for images, a dense layer for numbers, a sum of vectors for a single bag; of several inputs
   * each its own, side by side, and a dense layer over all.
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
    if (input instanceof Input.Bags bags) {
      return bags.positions() == 0
          ? List.of(embeddingBag(64, BagMode.SUM))
          : bags.positions() < WIDEST_KERNEL
              ? List.of(embeddingBag(16, BagMode.MEAN), flatten())
              : kimCnn(embeddingBag(128, BagMode.MEAN));
    }
    if (input instanceof Input.Values values && values.shape().rank() == 1) {
      return List.of(dense(64, RELU), dropout(0.2));
    }
    if (input instanceof Input.Values values && values.shape().rank() == 3) {
      return smallResNet();
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
      case "leNet" -> leNet();
      case "smallResNet" -> smallResNet();
      default ->
          throw new IllegalArgumentException(
              "There is no preset \"" + name + "\", expected one of " + names() + ".");
    };
  }

  /** The names of all presets. */
  public static List<String> names() {
    return List.of("kerasText", "kimCnn", "leNet", "smallResNet");
  }

  /**
   * The layers of the preset of that name for these inputs.
   *
   * @throws IllegalArgumentException if there is none of that name, or it is for other inputs; the
   *     message says which presets fit
   */
  public static List<Layer> named(String name, List<Input> inputs) {
    List<Layer> layers = named(name);
    List<String> fitting = names(inputs);
    if (!fitting.contains(name)) {
      throw new IllegalArgumentException(
          "The preset \""
              + name
              + "\" does not fit: expected "
              + wanted(name)
              + ", got "
              + inputs
              + ". "
              + (fitting.isEmpty()
                  ? "Leave the preset out, and the network fits."
                  : "Presets that fit: " + fitting + "."));
    }
    return layers;
  }

  /** The names of the presets for these inputs. */
  public static List<String> names(List<Input> inputs) {
    return names().stream().filter(name -> fits(name, inputs)).toList();
  }

  private static boolean isForImages(String name) {
    return name.equals("leNet") || name.equals("smallResNet");
  }

  private static String wanted(String name) {
    return isForImages(name)
        ? "one image of at least " + smallest(name) + " x " + smallest(name) + " pixels"
        : "one text of at least " + smallest(name) + " tokens";
  }

  /** The shortest text, or the least height and width of an image, that its windows fit into. */
  private static int smallest(String name) {
    return switch (name) {
      case "kerasText" -> SHORTEST_SCRIPT;
      case "kimCnn" -> WIDEST_KERNEL;
      case "leNet" -> SMALLEST_LENET;
      default -> 1;
    };
  }

  private static boolean fits(String name, List<Input> inputs) {
    if (inputs.size() != 1) {
      return false;
    }
    if (inputs.get(0) instanceof Input.Tokens text) {
      return !isForImages(name) && text.length() >= smallest(name);
    }
    return isForImages(name)
        && inputs.get(0) instanceof Input.Values image
        && image.shape().rank() == 3
        && Math.min(image.shape().dimension(0), image.shape().dimension(1)) >= smallest(name);
  }
}
