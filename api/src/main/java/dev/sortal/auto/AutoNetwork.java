package dev.sortal.auto;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Join;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Presets;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of a pipeline without settings: linear and convolutional branches whose logits are
 * summed, and each convolutional branch alone, as it is trained.
 *
 * <p>A branch alone has the same parameters, in the same order, as it has among the others.
 *
 * @param linear the inputs that are read linearly
 * @param deep the inputs of convolutional branches; an input may be both
 * @param classes the number of logits
 * @param branches how many convolutional branches there are, from 0 to 2
 */
public record AutoNetwork(List<Input> linear, List<Input> deep, int classes, int branches) {
  private static final int WIDTH = 64;
  private static final int FILTERS = 128;

  public AutoNetwork {
    linear = List.copyOf(linear);
    deep = List.copyOf(deep);
  }

  /** All branches over these inputs, which hold those of both kinds. */
  public Network whole(List<Input> inputs) {
    List<List<Layer>> all = new ArrayList<>();
    for (Input input : linear) {
      all.add(
          input instanceof Input.Bags
              ? branch(from(input.name()), embeddingBag(classes, BagMode.SUM))
              : branch(from(input.name()), dense(classes)));
    }
    for (int branch = 0; branch < branches; branch++) {
      all.add(deep(branch));
    }
    return Network.of(inputs, List.of(new Layer.Parallel(all, Join.ADD)));
  }

  /** A convolutional branch alone, by its number from 0. */
  public Network alone(int branch) {
    return Network.of(deep, List.of(new Layer.Parallel(List.of(deep(branch)), Join.ADD)));
  }

  /** The parameters of the layers that give the logits of branches, the only ones that scale. */
  public static List<Parameter> last(Network whole) {
    Node sum = whole.nodes().get(whole.nodes().size() - 1);
    List<Parameter> last = new ArrayList<>();
    for (Node node : whole.nodes()) {
      if (sum.operands().contains(node.value())) {
        last.addAll(node.parameters());
      }
    }
    return last;
  }

  /** Zeros for the layers that give the logits of branches. */
  public static Weights silence(Network whole) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    last(whole).forEach(one -> zeros.put(one.name(), Tensor.zeros(one.shape())));
    return Weights.of(zeros);
  }

  /**
   * The parameters of the linear branches.
   *
   * @param whole the network of all branches
   * @param table a weight for each id of all linear inputs, one after the other, and each class
   * @param factor what they are multiplied with
   */
  public Weights linearWeights(Network whole, float[] table, float factor) {
    List<Parameter> parameters = whole.parameters();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int at = 0;
    int next = 0;
    for (Input input : linear) {
      Parameter weight = parameters.get(next++);
      int size = weight.shape().size();
      float[] values = new float[size];
      int ids = size / classes;
      boolean isTable = input instanceof Input.Bags;
      for (int id = 0; id < ids; id++) {
        for (int label = 0; label < classes; label++) {
          int to = isTable ? id * classes + label : label * ids + id;
          values[to] = factor * table[at + id * classes + label];
        }
      }
      at += size;
      tensors.put(weight.name(), Tensor.of(weight.shape(), values));
      if (!isTable) {
        Parameter bias = parameters.get(next++);
        tensors.put(bias.name(), Tensor.zeros(bias.shape()));
      }
    }
    return Weights.of(tensors);
  }

  /**
   * The parameters of a convolutional branch as those of the whole network.
   *
   * @param whole the network of all branches
   * @param branch its number, from 0
   * @param trained its parameters alone
   * @param factor what its logits are multiplied with
   */
  public Weights deepWeights(Network whole, int branch, Weights trained, float factor) {
    Network alone = alone(branch);
    List<Parameter> last = last(alone);
    List<Parameter> of = alone.parameters();
    List<Parameter> all = whole.parameters();
    int first = all.size() - of.size();
    for (int later = branches - 1; later > branch; later--) {
      first -= alone(later).parameters().size();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < of.size(); i++) {
      Tensor tensor = trained.get(of.get(i).name());
      String name = all.get(first + i).name();
      tensors.put(name, last.contains(of.get(i)) ? tensor.times(factor) : tensor);
    }
    return Weights.of(tensors);
  }

  private List<Layer> deep(int branch) {
    boolean isSecond = branch == 1;
    List<List<Layer>> trunks = new ArrayList<>();
    for (Input input : deep) {
      List<Layer> trunk = new ArrayList<>(List.of(from(input.name())));
      trunk.addAll(trunk(input, isSecond));
      trunks.add(trunk);
    }
    List<Layer> layers = new ArrayList<>();
    if (trunks.size() == 1) {
      layers.addAll(trunks.get(0));
    } else {
      layers.add(new Layer.Parallel(trunks, Join.CONCAT));
    }
    layers.add(dropout(isSecond ? 0.5 : 0.3));
    layers.add(dense(classes));
    return layers;
  }

  private static List<Layer> trunk(Input input, boolean isSecond) {
    if (!(input instanceof Input.Bags)) {
      return Presets.fitting(List.of(input));
    }
    List<List<Layer>> features = new ArrayList<>();
    for (int kernel = 2; kernel <= 4; kernel++) {
      features.add(branch(conv1d(FILTERS, kernel, Padding.FULL, RELU), globalMaxPool()));
    }
    if (isSecond) {
      features.add(branch(globalAveragePool(PoolScope.TOKENS)));
      features.add(branch(globalMaxPool()));
    }
    return List.of(
        embeddingBag(WIDTH, BagMode.SUM),
        dropout(0.1, DropoutUnit.POSITIONS),
        new Layer.Parallel(features, Join.CONCAT));
  }
}
