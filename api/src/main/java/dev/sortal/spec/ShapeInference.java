package dev.sortal.spec;

import dev.sortal.spec.Parameter.Initial;
import dev.sortal.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a tree of layers into nodes with shapes, or says which layer does not fit. */
final class ShapeInference implements Layer.Visitor<ShapeInference.Place, Integer> {
  /** Where a layer stands: its path, and the value that reaches it (NONE before a From). */
  record Place(String path, int operand) {}

  private static final int NONE = -1;
  private static final double EMBEDDING_LIMIT = 0.05;

  private final List<Input> inputs;
  private final List<Shape> shapes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Origins origins;

  ShapeInference(List<Input> inputs) {
    this.inputs = inputs;
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("A network needs at least one input, got none.");
    }
    Set<String> names = new HashSet<>();
    for (Input input : inputs) {
      if (!names.add(input.name())) {
        throw new IllegalArgumentException(
            "Each input needs a name of its own, got \"" + input.name() + "\" twice.");
      }
      shapes.add(shapeOf(input));
    }
    origins = new Origins(inputs);
  }

  private static Shape shapeOf(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return Shape.of(tokens.length());
    }
    if (input instanceof Input.Bags bags) {
      return bags.positions() == 0 ? Shape.of() : Shape.of(bags.positions());
    }
    return ((Input.Values) input).shape();
  }

  /** Resolves the trunk and returns the number of its last value. */
  int resolve(List<Layer> layers) {
    return sequence(layers, "", inputs.size() == 1 ? 0 : NONE);
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The shape of each value. */
  List<Shape> shapes() {
    return List.copyOf(shapes);
  }

  /** See {@link Network#origins}. */
  List<List<Integer>> origins() {
    return origins.all();
  }

  private int sequence(List<Layer> layers, String prefix, int start) {
    int value = start;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String path = prefix + i + "." + layer.kind();
      if (layer instanceof Layer.From && i > 0) {
        throw new IllegalArgumentException(
            path + " must be the first layer of its branch, got it as number " + (i + 1) + ".");
      }
      value = layer.accept(this, new Place(path, value));
    }
    if (value == NONE) {
      throw noInput(prefix.isEmpty() ? "The network" : "Branch " + prefix + "*");
    }
    return value;
  }

  private IllegalArgumentException noInput(String who) {
    return new IllegalArgumentException(
        who
            + " does not say which input it reads: expected from(name) with one of "
            + inputs.stream().map(Input::name).toList()
            + " at its beginning.");
  }

  @Override
  public Integer from(Layer.From layer, Place place) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().equals(layer.input())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        place.path()
            + " names an unknown input: expected one of "
            + inputs.stream().map(Input::name).toList()
            + ", got \""
            + layer.input()
            + "\".");
  }

  @Override
  public Integer embedding(Layer.Embedding layer, Place place) {
    if (inputOf(place) instanceof Input.Tokens tokens) {
      Shape output = Shape.of(tokens.length(), layer.width());
      return table(layer, place, tokens.vocabulary(), output);
    }
    throw notLookedUp(place, "looks up token ids: expected a Tokens", "embedding(..)");
  }

  @Override
  public Integer embeddingBag(Layer.EmbeddingBag layer, Place place) {
    if (inputOf(place) instanceof Input.Bags bags) {
      Shape output =
          bags.positions() == 0
              ? Shape.of(layer.width())
              : Shape.of(bags.positions(), layer.width());
      return table(layer, place, bags.vocabulary(), output);
    }
    throw notLookedUp(place, "adds up bags of ids: expected a Bags", "embeddingBag(..)");
  }

  /** The input directly before a layer, if there is one. */
  private @Nullable Input inputOf(Place place) {
    require(place);
    return place.operand() < inputs.size() ? inputs.get(place.operand()) : null;
  }

  private IllegalArgumentException notLookedUp(Place place, String what, String layer) {
    Input input = inputOf(place);
    return new IllegalArgumentException(
        place.path()
            + " "
            + what
            + " input directly before it, got "
            + (input == null ? "the output of another layer" : input)
            + ". Make "
            + layer
            + " the first layer.");
  }

  private Integer table(Layer.Table layer, Place place, int vocabulary, Shape output) {
    Parameter table =
        new Parameter(
            place.path() + ".weight",
            Shape.of(vocabulary, layer.width()),
            Initial.uniform(EMBEDDING_LIMIT),
            true);
    return node(layer, place, output, List.of(table));
  }

  @Override
  public Integer conv1d(Layer.Conv1d layer, Place place) {
    return convolution(layer, layer.filters(), place, layer.kernel());
  }

  @Override
  public Integer conv2d(Layer.Conv2d layer, Place place) {
    return convolution(layer, layer.filters(), place, layer.kernelHeight(), layer.kernelWidth());
  }

  /** Weights are [filters, channels, kernel..]. */
  private Integer convolution(Layer.Sliding layer, int filters, Place place, int... kernel) {
    Shape output = slid(layer, place, "kernel", filters, kernel);
    int channels = shapes.get(place.operand()).last();
    int[] weightShape = new int[kernel.length + 2];
    weightShape[0] = filters;
    weightShape[1] = channels;
    System.arraycopy(kernel, 0, weightShape, 2, kernel.length);
    long places = Shape.of(kernel).size();
    Parameter weight =
        new Parameter(
            place.path() + ".weight",
            Shape.of(weightShape),
            Initial.glorot(channels * places, filters * places),
            true);
    return node(layer, place, output, List.of(weight, bias(place, filters)));
  }

  @Override
  public Integer maxPool1d(Layer.MaxPool1d layer, Place place) {
    return pool(layer, place, layer.size());
  }

  @Override
  public Integer maxPool2d(Layer.MaxPool2d layer, Place place) {
    return pool(layer, place, layer.height(), layer.width());
  }

  @Override
  public Integer averagePool2d(Layer.AveragePool2d layer, Place place) {
    return pool(layer, place, layer.height(), layer.width());
  }

  private Integer pool(Layer.Sliding layer, Place place, int... size) {
    Shape output = slid(layer, place, "size", NONE, size);
    return node(layer, place, output, List.of());
  }

  /** The shape that windows of that size give, with that many channels or (NONE) as many as now. */
  private Shape slid(Layer.Sliding layer, Place place, String what, int channels, int... size) {
    boolean isMap = size.length == 2;
    Shape in =
        requireFloats(
            place, size.length + 1, isMap ? "[height, width, channels]" : "[length, channels]");
    Windows windows = layer.windows(in);
    if (windows.down().count() < 1 || windows.across().count() < 1) {
      throw new IllegalArgumentException(
          place.path()
              + ": "
              + what
              + " "
              + shown(size)
              + " is "
              + (isMap ? "larger" : "longer")
              + " than its input: expected at most "
              + shown(Arrays.copyOf(in.toArray(), size.length))
              + ", got "
              + shown(size)
              + ". "
              + (isMap ? "Enlarge the images" : "Raise maxLength")
              + " or choose a smaller "
              + what
              + ".");
    }
    int last = channels == NONE ? in.last() : channels;
    return isMap
        ? Shape.of(windows.down().count(), windows.across().count(), last)
        : Shape.of(windows.across().count(), last);
  }

  private static String shown(int... sizes) {
    return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
  }

  @Override
  public Integer globalMaxPool(Layer.GlobalMaxPool layer, Place place) {
    return globalPool(layer, place);
  }

  @Override
  public Integer globalAveragePool(Layer.GlobalAveragePool layer, Place place) {
    requireFloats(place, 0, "");
    if (layer.scope() == PoolScope.TOKENS) {
      origins.requireTokens(place.path(), place.operand());
    }
    return globalPool(layer, place);
  }

  private Integer globalPool(Layer layer, Place place) {
    Shape in = requireFloats(place, 0, "");
    if (in.rank() < 2) {
      throw new IllegalArgumentException(
          place.path() + " expects an input of shape [.., channels], got " + in + ".");
    }
    return node(layer, place, Shape.of(in.last()), List.of());
  }

  @Override
  public Integer flatten(Layer.Flatten layer, Place place) {
    Shape in = requireFloats(place, 0, "");
    return node(layer, place, Shape.of(in.size()), List.of());
  }

  @Override
  public Integer dense(Layer.Dense layer, Place place) {
    Shape in = requireFloats(place, 1, "[n]");
    Parameter weight =
        new Parameter(
            place.path() + ".weight",
            Shape.of(layer.units(), in.dimension(0)),
            Initial.glorot(in.dimension(0), layer.units()),
            true);
    return node(layer, place, Shape.of(layer.units()), List.of(weight, bias(place, layer.units())));
  }

  @Override
  public Integer dropout(Layer.Dropout layer, Place place) {
    Shape in = requireFloats(place, 0, "");
    if (layer.unit() == DropoutUnit.POSITIONS && in.rank() < 2) {
      throw new IllegalArgumentException(
          place.path()
              + " drops whole positions: expected an input of shape [.., channels], got "
              + in
              + ". Put it before flatten() and global pools, or drop elements.");
    }
    return node(layer, place, in, List.of());
  }

  @Override
  public Integer batchNorm(Layer.BatchNorm layer, Place place) {
    Shape in = requireFloats(place, 0, "");
    if (in.rank() == 0) {
      throw new IllegalArgumentException(
          place.path() + " expects an input of shape [.., channels], got " + in + ".");
    }
    return node(
        layer,
        place,
        in,
        List.of(
            channels(place, "gamma", in, 1, true),
            channels(place, "beta", in, 0, true),
            channels(place, "mean", in, 0, false),
            channels(place, "variance", in, 1, false)));
  }

  private static Parameter channels(
      Place place, String name, Shape in, double initial, boolean trainable) {
    return new Parameter(
        place.path() + "." + name, Shape.of(in.last()), Initial.constant(initial), trainable);
  }

  @Override
  public Integer parallel(Layer.Parallel layer, Place place) {
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < layer.branches().size(); i++) {
      int value = sequence(layer.branches().get(i), place.path() + "." + i + ".", place.operand());
      requireFloats(new Place(place.path() + "." + i, value), 0, "");
      outputs.add(value);
    }
    Shape first = shapes.get(outputs.get(0));
    int channels = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Shape shape = shapes.get(outputs.get(i));
      boolean fits =
          layer.join() == Join.ADD ? shape.equals(first) : equalButChannels(shape, first);
      if (!fits) {
        throw new IllegalArgumentException(
            place.path()
                + " cannot "
                + (layer.join() == Join.ADD ? "add" : "join")
                + " its branches: expected the shape "
                + first
                + " of branch 0"
                + (layer.join() == Join.ADD ? "" : " (channels may differ)")
                + ", got "
                + shape
                + " from branch "
                + i
                + ".");
      }
      channels += shape.last();
    }
    int[] joined = first.toArray();
    if (layer.join() == Join.CONCAT) {
      joined[joined.length - 1] = channels;
    }
    return node(layer, place, Shape.of(joined), List.of(), outputs);
  }

  private static boolean equalButChannels(Shape one, Shape other) {
    if (one.rank() != other.rank()) {
      return false;
    }
    for (int axis = 0; axis < one.rank() - 1; axis++) {
      if (one.dimension(axis) != other.dimension(axis)) {
        return false;
      }
    }
    return true;
  }

  private static Parameter bias(Place place, int units) {
    return new Parameter(place.path() + ".bias", Shape.of(units), Initial.constant(0), true);
  }

  private void require(Place place) {
    if (place.operand() == NONE) {
      throw noInput(place.path());
    }
  }

  /** The shape that reaches the layer, of that rank (0: any), which must hold numbers, not ids. */
  private Shape requireFloats(Place place, int rank, String expected) {
    require(place);
    int operand = place.operand();
    if (operand < inputs.size() && !(inputs.get(operand) instanceof Input.Values)) {
      boolean isBags = inputs.get(operand) instanceof Input.Bags;
      throw new IllegalArgumentException(
          place.path()
              + " computes with numbers, got "
              + (isBags ? "bags of" : "token")
              + " ids of input \""
              + inputs.get(operand).name()
              + "\". Put "
              + (isBags ? "embeddingBag(width, mode)" : "embedding(width)")
              + " before it.");
    }
    Shape shape = shapes.get(operand);
    if (rank > 0 && shape.rank() != rank) {
      throw new IllegalArgumentException(
          place.path()
              + " expects an input of shape "
              + expected
              + ", got "
              + shape
              + ". "
              + (rank == 1
                  ? "Put flatten() or globalMaxPool() before it."
                  : "Put it before flatten() and global pools."));
    }
    return shape;
  }

  private Integer node(Layer layer, Place place, Shape output, List<Parameter> parameters) {
    return node(layer, place, output, parameters, List.of(place.operand()));
  }

  private Integer node(
      Layer layer, Place place, Shape output, List<Parameter> parameters, List<Integer> operands) {
    int value = shapes.size();
    Node node =
        new Node(
            nodes.size(),
            place.path(),
            layer,
            operands,
            shapes.get(operands.get(0)),
            output,
            value,
            parameters);
    nodes.add(node);
    shapes.add(output);
    origins.add(node);
    return value;
  }
}
