package dev.sortal.tck;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks that together hold every layer in every form. */
final class Cases {
  static final int VOCABULARY = 40;
  static final int LENGTH = 11;
  static final int CLASSES = 3;

  private Cases() {}

  private static Network text(Side padding, Layer... layers) {
    return Network.of(new Input.Tokens("text", VOCABULARY, LENGTH, padding), layers);
  }

  /** Each layer in each of its forms, by a name that says which. */
  static Map<String, Network> layers() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      cases.put(
          "embedding, flatten, dense, " + side,
          text(side, embedding(5), flatten(), dense(CLASSES)));
    }
    for (Activation activation : Activation.values()) {
      cases.put(
          "conv1d and dense, " + activation,
          text(
              Side.POST,
              embedding(4),
              conv1d(6, 3, activation),
              flatten(),
              dense(5, activation),
              dense(CLASSES)));
    }
    for (Padding padding : Padding.values()) {
      for (int stride = 1; stride <= 3; stride++) {
        cases.put("conv1d, " + padding + ", stride " + stride, strided(padding, 4, stride));
      }
      cases.put("conv1d of kernel 1, " + padding, strided(padding, 1, 1));
      cases.put("conv1d of kernel 3 and stride 3, " + padding, strided(padding, 3, 3));
    }
    for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
      for (int size = 1; size <= 4; size++) {
        for (int stride = 1; stride <= 3; stride++) {
          cases.put(
              "maxPool1d, " + padding + ", size " + size + ", stride " + stride,
              text(
                  Side.PRE,
                  embedding(3),
                  conv1d(4, 2, Activation.RELU),
                  new Layer.MaxPool1d(size, stride, padding),
                  flatten(),
                  dense(CLASSES)));
        }
      }
    }
    cases.put(
        "globalMaxPool",
        text(
            Side.POST,
            embedding(4),
            conv1d(6, 3, Activation.TANH),
            globalMaxPool(),
            dense(CLASSES)));
    cases.put(
        "globalAveragePool",
        text(
            Side.PRE,
            embedding(4),
            conv1d(6, 3, Activation.RELU),
            globalAveragePool(),
            dense(CLASSES)));
    cases.put(
        "two convolutions",
        text(
            Side.POST,
            embedding(4),
            conv1d(5, 3, Padding.SAME, Activation.RELU),
            maxPool1d(2),
            conv1d(6, 2, Padding.FULL, Activation.TANH),
            globalMaxPool(),
            dense(CLASSES)));
    cases.put(
        "parallel, concat",
        text(
            Side.POST,
            embedding(4),
            parallel(
                branch(conv1d(3, 2, Padding.SAME, Activation.RELU)),
                branch(conv1d(4, 3, Padding.SAME, Activation.RELU)),
                branch()),
            flatten(),
            dense(CLASSES)));
    cases.put(
        "parallel, add: a residual block",
        text(
            Side.POST,
            embedding(4),
            add(branch(conv1d(4, 3, Padding.SAME, Activation.RELU)), branch()),
            globalMaxPool(),
            dense(CLASSES)));
    cases.put(
        "parallel, add: one branch",
        text(
            Side.POST,
            embedding(4),
            add(branch(conv1d(3, 2, Padding.SAME, Activation.RELU))),
            globalMaxPool(),
            dense(CLASSES)));
    cases.put(
        "nested parallel",
        text(
            Side.PRE,
            embedding(4),
            parallel(
                branch(
                    parallel(
                        branch(conv1d(2, 2, Activation.RELU), globalMaxPool()),
                        branch(globalAveragePool()))),
                branch(conv1d(3, 4, Activation.RELU), globalMaxPool())),
            dense(CLASSES)));
    cases.putAll(MapCases.layers());
    cases.putAll(NormCases.layers());
    cases.putAll(BagCases.layers());
    cases.put(
        "two inputs, wide and deep",
        Network.of(
            List.of(
                new Input.Tokens("text", VOCABULARY, LENGTH, Side.POST),
                new Input.Values("numbers", Shape.of(4))),
            List.of(
                add(
                    branch(from("text"), embedding(4), globalAveragePool(), dense(CLASSES)),
                    branch(from("numbers"), dense(3, Activation.TANH), dense(CLASSES))))));
    return cases;
  }

  private static Network strided(Padding padding, int kernel, int stride) {
    return text(
        Side.POST,
        embedding(4),
        new Layer.Conv1d(5, kernel, stride, padding, Activation.TANH),
        flatten(),
        dense(CLASSES));
  }

  /** The presets on short texts and small images. */
  static Map<String, Network> presets() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (String name : Presets.names()) {
      List<Input> text = List.of(new Input.Tokens("text", VOCABULARY, 14, Side.POST));
      Shape size = name.equals("leNet") ? Shape.of(12, 13, 1) : Shape.of(5, 6, 2);
      List<Input> image = List.of(new Input.Values("image", size));
      List<Input> inputs = Presets.names(text).contains(name) ? text : image;
      List<Layer> layers = new ArrayList<>(Presets.named(name, inputs));
      layers.add(dense(CLASSES));
      cases.put(name, Network.of(inputs, layers));
    }
    return cases;
  }

  /** A small network with every kind of layer, dropout included, for trajectories. */
  static Network everything() {
    return text(
        Side.POST,
        embedding(6),
        dropout(0.2),
        parallel(
            branch(conv1d(5, 2, Activation.RELU), maxPool1d(2), flatten()),
            branch(conv1d(4, 3, Activation.TANH), globalMaxPool())),
        dense(8, Activation.GELU),
        dropout(0.4),
        dense(CLASSES));
  }

  /** A small network without dropout. */
  static Network plain() {
    return sided(Side.POST);
  }

  /** A small network without dropout, padded on that side. */
  static Network sided(Side padding) {
    return text(
        padding,
        embedding(6),
        conv1d(8, 3, Activation.RELU),
        maxPool1d(2),
        flatten(),
        dense(8, Activation.RELU),
        dense(CLASSES));
  }

  /** Each optimizer in each of its forms, by name. */
  static Map<String, Optimizer> optimizers() {
    Map<String, Optimizer> plain = new LinkedHashMap<>();
    plain.put("sgd", Optimizer.sgd());
    plain.put("momentum", Optimizer.sgd(0.9));
    plain.put("nesterov", Optimizer.sgd(0.9).withNesterov());
    plain.put("adam", Optimizer.adam());
    plain.put("adamW", Optimizer.adamW(0.05));
    plain.put("adagrad", Optimizer.adagrad());
    plain.put("adadelta", Optimizer.adadelta());
    plain.put("rmsProp", Optimizer.rmsProp());
    Map<String, Optimizer> all = new LinkedHashMap<>(plain);
    plain.forEach((name, optimizer) -> all.put(name + ", lazy", optimizer.lazyEmbeddings()));
    return all;
  }

  /** Weights of which none is zero, so that a dropped bias shows. */
  static Weights weights(Network network, long seed) {
    Weights drawn = network.initialWeights(seed);
    SplitMix64 random = new SplitMix64(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    drawn
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toArray();
              double scale =
                  name.endsWith("bias") || name.contains("batchnorm")
                      ? 0.3
                      : name.contains("embedding") ? 0.8 : 0.1;
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) ((random.uniform() - 0.5) * scale);
              }
              tensors.put(name, Tensor.of(tensor.shape(), values));
            });
    return Weights.of(tensors);
  }
}
