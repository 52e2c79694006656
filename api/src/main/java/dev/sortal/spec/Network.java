package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked network: named inputs and layers whose shapes fit, ending in logits.
 *
 * <p>Softmax is never a layer: the last layer gives one logit for each class, shape {@code
 * [classes]}. Immutable and safe for threads; two networks are equal if their inputs and layers
 * are.
 *
 * <pre>{@code
 * Network network = Network.of(
 *     new Input.Tokens("text", 20_000, 100, Side.POST),
 *     embedding(32), conv1d(64, 3, RELU), maxPool1d(2), flatten(), dense(64, RELU), dense(2));
 * System.out.println(network.summary());
 * }</pre>
 */
public final class Network {
  private final List<Input> inputs;
  private final List<Layer> layers;
  private final List<Node> nodes;
  private final int result;
  private final List<Shape> shapes;
  private final List<List<Integer>> origins;

  private Network(List<Input> inputs, List<Layer> layers) {
    this.inputs = List.copyOf(inputs);
    this.layers = List.copyOf(layers);
    ShapeInference inference = new ShapeInference(this.inputs);
    this.result = inference.resolve(this.layers);
    this.nodes = inference.nodes();
    this.shapes = inference.shapes();
    this.origins = inference.origins();
    Shape output = shape(result);
    if (nodes.isEmpty() || output.rank() != 1) {
      throw new IllegalArgumentException(
          "A network must end in logits: expected an output of shape [classes], got "
              + output
              + ". End with flatten() or globalMaxPool() and dense(classes).");
    }
  }

  /**
   * A network of one input.
   *
   * @throws IllegalArgumentException if a layer does not fit the shape it is given; the message
   *     names the layer, what it expected and what it received
   */
  public static Network of(Input input, Layer... layers) {
    return new Network(List.of(input), Arrays.asList(layers));
  }

  /**
   * A network of several inputs, or of a list of layers.
   *
   * @throws IllegalArgumentException as {@link #of(Input, Layer...)}, or if two inputs share a name
   */
  @JsonCreator
  public static Network of(
      @JsonProperty("inputs") List<Input> inputs, @JsonProperty("layers") List<Layer> layers) {
    return new Network(inputs, layers);
  }

  /**
   * The network of these layers over inputs of the same names, with that many logits.
   *
   * @throws IllegalArgumentException if its layers do not say how many logits there are, or do not
   *     fit the inputs
   */
  public Network with(List<Input> inputs, int outputs) {
    return new Network(inputs, outputs == outputs() ? layers : Outputs.of(layers, outputs));
  }

  /** What a row consists of. */
  @JsonProperty
  public List<Input> inputs() {
    return inputs;
  }

  /** The layers as they were given. */
  @JsonProperty
  public List<Layer> layers() {
    return layers;
  }

  /** The computations in an order in which each comes after those it reads. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The number of the value that holds the logits; see {@link Node}. */
  public int result() {
    return result;
  }

  /** The shape of a value by its number, without the row axis; see {@link Node}. */
  public Shape shape(int value) {
    return shapes.get(value);
  }

  /**
   * The inputs whose positions are those of a value, by the value's number: that of the text which
   * an embedding looks up, of several where a Parallel joins them, none where layers have moved
   * positions or an input has no tokens and bags. See {@link Layer.GlobalAveragePool}.
   */
  public List<Integer> origins(int value) {
    return origins.get(value);
  }

  /** The number of logits of a row. */
  public int outputs() {
    return shape(result).dimension(0);
  }

  /** All parameters, in the order of the nodes. */
  public List<Parameter> parameters() {
    return nodes.stream().flatMap(node -> node.parameters().stream()).toList();
  }

  /**
   * The parameter of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Parameter parameter(String name) {
    List<Parameter> parameters = parameters();
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    throw new IllegalArgumentException(
        "There is no parameter \""
            + name
            + "\", expected one of "
            + parameters.stream().map(Parameter::name).toList()
            + ".");
  }

  /**
   * The first value of every parameter, drawn from one seed.
   *
   * <p>Every engine starts from these, bit-equal. Each parameter has a stream of its own, so that a
   * change of one layer leaves the other layers' draws alone where their place is the same.
   */
  public Weights initialWeights(long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Parameter> parameters = parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      tensors.put(
          parameter.name(), draw(parameter, new SplitMix64(SplitMix64.derive(seed, i + 1L))));
    }
    return Weights.of(tensors);
  }

  private static Tensor draw(Parameter parameter, SplitMix64 random) {
    double limit = parameter.initial().limit();
    if (limit == 0) {
      return Tensor.filled(parameter.shape(), (float) parameter.initial().constant());
    }
    float[] values = new float[parameter.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.uniform() * 2 - 1) * limit);
    }
    return Tensor.of(parameter.shape(), values);
  }

  /**
   * Checks that these are exactly this network's parameters, in its shapes.
   *
   * @throws IllegalArgumentException naming the first parameter that is missing, unknown or of
   *     another shape
   */
  public void requireFits(Weights weights) {
    List<Parameter> parameters = parameters();
    for (Parameter parameter : parameters) {
      if (!weights.contains(parameter.name())) {
        throw new IllegalArgumentException(
            "The weights lack \""
                + parameter.name()
                + "\": expected "
                + parameters.stream().map(Parameter::name).toList()
                + ", got "
                + weights.names()
                + ".");
      }
      parameter.requireShape(weights.get(parameter.name()).shape());
    }
    if (weights.names().size() != parameters.size()) {
      throw new IllegalArgumentException(
          "The weights do not fit the network: expected "
              + parameters.stream().map(Parameter::name).toList()
              + ", got "
              + weights.names()
              + ".");
    }
  }

  /** A table of layers, output shapes and numbers of parameters, for people. */
  public String summary() {
    return NetworkSummary.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network that
        && inputs.equals(that.inputs)
        && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return 31 * inputs.hashCode() + layers.hashCode();
  }

  @Override
  public String toString() {
    return "Network" + inputs + layers;
  }
}
