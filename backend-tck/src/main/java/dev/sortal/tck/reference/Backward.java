package dev.sortal.tck.reference;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Windows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The gradients of all parameters for one forward pass, by the chain rule. */
class Backward implements Layer.Visitor<Node, double[]> {
  private final Forward forward;
  private final double[][] gradients;
  private final Map<String, double[]> byParameter = new HashMap<>();

  /**
   * Runs the pass.
   *
   * @param logits the gradient of the loss by the logits
   */
  Backward(Forward forward, double[] logits) {
    this.forward = forward;
    Network network = forward.network;
    gradients = new double[forward.values.length][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = new double[forward.values[i].length];
    }
    gradients[network.result()] = logits;
    forward.parameters.forEach((name, values) -> byParameter.put(name, new double[values.length]));
    List<Node> nodes = network.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      double[] toOperand = node.layer().accept(this, node);
      if (toOperand.length > 0) {
        add(gradients[node.operand()], toOperand);
      }
    }
  }

  Map<String, double[]> byParameter() {
    return byParameter;
  }

  private static void add(double[] sum, double[] more) {
    for (int i = 0; i < more.length; i++) {
      sum[i] += more[i];
    }
  }

  private double[] gradient(String parameter) {
    return Objects.requireNonNull(byParameter.get(parameter));
  }

  /** The gradient by what went into the activation. */
  private double[] bySums(Activation activation, Node node) {
    double[] sums = forward.beforeActivation[node.value()];
    double[] out = gradients[node.value()].clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= Arithmetic.slope(activation, sums[i]);
    }
    return out;
  }

  @Override
  public double[] embedding(Layer.Embedding layer, Node node) {
    double[] table = gradient(node.weight().name());
    double[] ids = forward.values[node.operand()];
    double[] arriving = gradients[node.value()];
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < layer.width(); j++) {
        int at = (int) ids[i] * layer.width() + j;
        table[at] = embeddingSum(table[at], arriving[i * layer.width() + j]);
      }
    }
    return new double[0];
  }

  @Override
  public double[] embeddingBag(Layer.EmbeddingBag layer, Node node) {
    double[] table = gradient(node.weight().name());
    double[] arriving = gradients[node.value()];
    Bags bags = forward.bagsOf(node);
    for (int bag = 0; bag < bags.count(); bag++) {
      double divisor = forward.divisor(layer.mode(), bags.bag(bag));
      for (Bags.Item item : bags.bag(bag)) {
        for (int j = 0; j < layer.width(); j++) {
          int at = item.id() * layer.width() + j;
          double part = bagFactor(item, divisor) * arriving[bag * layer.width() + j];
          table[at] = embeddingSum(table[at], part);
        }
      }
    }
    return new double[0];
  }

  /** What the gradient of a bag is multiplied by for one of its ids. */
  protected double bagFactor(Bags.Item item, double divisor) {
    return forward.factor(item, divisor);
  }

  protected double embeddingSum(double sum, double more) {
    return sum + more;
  }

  @Override
  public double[] conv1d(Layer.Conv1d layer, Node node) {
    return convolution(layer.activation(), layer.filters(), node);
  }

  @Override
  public double[] conv2d(Layer.Conv2d layer, Node node) {
    return convolution(layer.activation(), layer.filters(), node);
  }

  private double[] convolution(Activation activation, int filters, Node node) {
    Windows windows = Windows.of(node);
    double[] sums = bySums(activation, node);
    double[] weight = forward.parameter(node.weight().name());
    double[] weightGradient = gradient(node.weight().name());
    double[] biasGradient = gradient(node.bias().name());
    double[] in = forward.values[node.operand()];
    double[] out = new double[in.length];
    int channels = windows.channels();
    for (int i = 0; i < sums.length; i++) {
      int f = i % filters;
      biasGradient[f] += sums[i];
      for (int place = 0; place < windows.size(); place++) {
        int position = forward.position(windows, i / filters, place);
        for (int c = 0; position >= 0 && c < channels; c++) {
          int at = position * channels + c;
          int w = forward.tap(windows, f, c, place);
          weightGradient[w] += sums[i] * in[at];
          out[at] += sums[i] * weight[w];
        }
      }
    }
    return out;
  }

  @Override
  public double[] maxPool1d(Layer.MaxPool1d layer, Node node) {
    return maxPool(node);
  }

  @Override
  public double[] maxPool2d(Layer.MaxPool2d layer, Node node) {
    return maxPool(node);
  }

  private double[] maxPool(Node node) {
    double[] out = new double[gradients[node.operand()].length];
    double[] arriving = gradients[node.value()];
    for (int i = 0; i < arriving.length; i++) {
      out[forward.firstLargest(node, i)] += arriving[i];
    }
    return out;
  }

  @Override
  public double[] averagePool2d(Layer.AveragePool2d layer, Node node) {
    Windows windows = Windows.of(node);
    double[] out = new double[gradients[node.operand()].length];
    double[] arriving = gradients[node.value()];
    int channels = windows.channels();
    for (int i = 0; i < arriving.length; i++) {
      double part = arriving[i] * forward.share(windows, i / channels);
      for (int place = 0; place < windows.size(); place++) {
        int position = forward.position(windows, i / channels, place);
        if (position >= 0) {
          out[position * channels + i % channels] += part;
        }
      }
    }
    return out;
  }

  @Override
  public double[] globalMaxPool(Layer.GlobalMaxPool layer, Node node) {
    double[] in = forward.values[node.operand()];
    double[] largest = forward.values[node.value()];
    double[] arriving = gradients[node.value()];
    int channels = node.input().last();
    int[] equal = new int[largest.length];
    for (int i = 0; i < in.length; i++) {
      int at = i / node.input().size() * channels + i % channels;
      equal[at] += in[i] == largest[at] ? 1 : 0;
    }
    double[] out = new double[in.length];
    int[] seen = new int[largest.length];
    for (int i = 0; i < in.length; i++) {
      int at = i / node.input().size() * channels + i % channels;
      if (in[i] == largest[at]) {
        out[i] = share(arriving[at], equal[at], seen[at]);
        seen[at]++;
      }
    }
    return out;
  }

  /** What one of some equal maxima takes of a gradient; place counts them from 0. */
  protected double share(double gradient, int equal, int place) {
    return gradient / equal;
  }

  @Override
  public double[] globalAveragePool(Layer.GlobalAveragePool layer, Node node) {
    double[] out = new double[gradients[node.operand()].length];
    int channels = node.input().last();
    for (int i = 0; i < out.length; i++) {
      int at = i / node.input().size() * channels + i % channels;
      out[i] = gradients[node.value()][at] * forward.share(layer, node, i);
    }
    return out;
  }

  @Override
  public double[] flatten(Layer.Flatten layer, Node node) {
    return gradients[node.value()];
  }

  @Override
  public double[] dense(Layer.Dense layer, Node node) {
    double[] sums = bySums(layer.activation(), node);
    double[] weight = forward.parameter(node.weight().name());
    double[] weightGradient = gradient(node.weight().name());
    double[] biasGradient = gradient(node.bias().name());
    double[] in = forward.values[node.operand()];
    double[] out = new double[in.length];
    int width = node.input().size();
    for (int i = 0; i < sums.length; i++) {
      int row = i / layer.units();
      int unit = i % layer.units();
      biasGradient[unit] += sums[i];
      for (int j = 0; j < width; j++) {
        weightGradient[unit * width + j] += sums[i] * in[row * width + j];
        out[row * width + j] += sums[i] * weight[unit * width + j];
      }
    }
    return out;
  }

  @Override
  public double[] dropout(Layer.Dropout layer, Node node) {
    float[] mask = forward.mask(layer, node);
    double[] out = gradients[node.value()].clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= mask[i / forward.unit(layer, node)];
    }
    return out;
  }

  /** Ioffe and Szegedy (2015), the chain rule in section 3, with its sums written together. */
  @Override
  public double[] batchNorm(Layer.BatchNorm layer, Node node) {
    Statistics by = Objects.requireNonNull(forward.statistics.get(node));
    double[] gamma = forward.parameter(node.weight().name());
    double[] gammaGradient = gradient(node.weight().name());
    double[] betaGradient = gradient(node.bias().name());
    double[] in = forward.values[node.operand()];
    double[] arriving = gradients[node.value()];
    for (int i = 0; i < in.length; i++) {
      int c = i % gamma.length;
      gammaGradient[c] += arriving[i] * by.normalised(in[i], c, layer.epsilon());
      betaGradient[c] += arriving[i];
    }
    double[] out = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      int c = i % gamma.length;
      double byBatch =
          betaGradient[c] + gammaGradient[c] * by.normalised(in[i], c, layer.epsilon());
      double less = dependsOnBatch(by) ? byBatch / by.count() : 0;
      out[i] = gamma[c] * by.slope(c, layer.epsilon()) * (arriving[i] - less);
    }
    return out;
  }

  /** Whether mean and variance pass gradients on. */
  protected boolean dependsOnBatch(Statistics by) {
    return by.isOfBatch();
  }

  @Override
  public double[] parallel(Layer.Parallel layer, Node node) {
    int offset = 0;
    for (int operand : node.operands()) {
      double[] branch = gradients[operand];
      for (int i = 0; i < branch.length; i++) {
        branch[i] += gradients[node.value()][forward.joined(layer, node, operand, offset, i)];
      }
      offset += forward.network.shape(operand).last();
    }
    return new double[0];
  }
}
