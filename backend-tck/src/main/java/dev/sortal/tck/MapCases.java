package dev.sortal.tck;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.averagePool2d;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv2d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool2d;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Padding;
import dev.sortal.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks over maps: images of 6 lines, 7 positions and 2 channels. */
final class MapCases {
  private MapCases() {}

  private static Network map(Layer... layers) {
    return Network.of(new Input.Values("image", Shape.of(6, 7, 2)), layers);
  }

  /** Each layer over maps in each of its forms, after a convolution that learns. */
  static Map<String, Network> layers() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (Padding padding : Padding.values()) {
      for (int stride = 1; stride <= 3; stride++) {
        Layer convolution = new Layer.Conv2d(3, 2, 3, stride, 4 - stride, padding, Activation.TANH);
        cases.put(
            "conv2d, " + padding + ", stride " + stride + " x " + (4 - stride),
            map(conv2d(2, 2, Activation.RELU), convolution, flatten(), dense(Cases.CLASSES)));
      }
      Layer single = new Layer.Conv2d(4, 1, 1, 1, 1, padding, Activation.GELU);
      cases.put(
          "conv2d of kernel 1, " + padding, map(single, single, flatten(), dense(Cases.CLASSES)));
    }
    for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
      for (int size = 1; size <= 3; size++) {
        for (int stride = 1; stride <= 3; stride++) {
          String form = padding + ", size " + size + " x 2, stride " + stride + " x 2";
          cases.put("maxPool2d, " + form, pooled(new Layer.MaxPool2d(size, 2, stride, 2, padding)));
          cases.put(
              "averagePool2d, " + form,
              pooled(new Layer.AveragePool2d(size, 2, stride, 2, padding)));
        }
      }
    }
    cases.put(
        "pools of 3 x 3 over their neighbours, SAME",
        map(
            conv2d(3, 2, Activation.TANH),
            new Layer.AveragePool2d(3, 3, 1, 1, Padding.SAME),
            new Layer.MaxPool2d(3, 3, 1, 1, Padding.SAME),
            flatten(),
            dense(Cases.CLASSES)));
    cases.put(
        "two convolutions over maps",
        map(
            conv2d(3, 3, Padding.SAME, Activation.RELU),
            maxPool2d(2),
            conv2d(4, 2, Padding.FULL, Activation.TANH),
            averagePool2d(2),
            flatten(),
            dense(Cases.CLASSES)));
    cases.put(
        "a residual block over maps",
        map(
            conv2d(3, 1, Activation.LINEAR),
            add(
                branch(
                    conv2d(3, 3, Padding.SAME, Activation.RELU),
                    conv2d(3, 3, Padding.SAME, Activation.LINEAR)),
                branch()),
            globalAveragePool(),
            dense(Cases.CLASSES)));
    cases.put(
        "globalMaxPool over maps",
        map(conv2d(5, 3, Activation.TANH), globalMaxPool(), dense(Cases.CLASSES)));
    return cases;
  }

  private static Network pooled(Layer pool) {
    return map(conv2d(3, 2, Activation.TANH), pool, flatten(), dense(Cases.CLASSES));
  }
}
