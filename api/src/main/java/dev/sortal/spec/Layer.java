package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import dev.sortal.tensor.Shape;
import java.util.List;

/**
 * One layer of a network, as a value: what it computes, not how.
 *
 * <p>Shapes are without the row axis, channels last: L positions, or H lines of W positions, and C
 * channels. {@link Layers} has the short forms that read well in code. An engine dispatches on
 * layers with a {@link Visitor}, so that a new layer breaks every engine's compilation instead of
 * its users' programs.
 *
 * <pre>{@code
 * Layer layer = new Layer.Conv1d(64, 3, 1, Padding.VALID, Activation.RELU);
 * }</pre>
 */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Layer.Embedding.class, name = "embedding"),
  @JsonSubTypes.Type(value = Layer.EmbeddingBag.class, name = "embeddingbag"),
  @JsonSubTypes.Type(value = Layer.Conv1d.class, name = "conv1d"),
  @JsonSubTypes.Type(value = Layer.MaxPool1d.class, name = "maxpool1d"),
  @JsonSubTypes.Type(value = Layer.Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = Layer.MaxPool2d.class, name = "maxpool2d"),
  @JsonSubTypes.Type(value = Layer.AveragePool2d.class, name = "averagepool2d"),
  @JsonSubTypes.Type(value = Layer.GlobalMaxPool.class, name = "globalmaxpool"),
  @JsonSubTypes.Type(value = Layer.GlobalAveragePool.class, name = "globalaveragepool"),
  @JsonSubTypes.Type(value = Layer.Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = Layer.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = Layer.Dropout.class, name = "dropout"),
  @JsonSubTypes.Type(value = Layer.BatchNorm.class, name = "batchnorm"),
  @JsonSubTypes.Type(value = Layer.Parallel.class, name = "parallel"),
  @JsonSubTypes.Type(value = Layer.From.class, name = "from")
})
public sealed interface Layer {
  /** Calls the visitor's method for this layer. */
  <A, R> R accept(Visitor<A, R> visitor, A argument);

  /** The layer's name in parameter names and in JSON: {@code conv1d}. */
  String kind();

  /**
   * One method for each layer that computes.
   *
   * @param <A> what is handed through, a {@link Node} mostly
   * @param <R> the result
   */
  interface Visitor<A, R> {
    R embedding(Embedding layer, A argument);

    R embeddingBag(EmbeddingBag layer, A argument);

    R conv1d(Conv1d layer, A argument);

    R maxPool1d(MaxPool1d layer, A argument);

    R conv2d(Conv2d layer, A argument);

    R maxPool2d(MaxPool2d layer, A argument);

    R averagePool2d(AveragePool2d layer, A argument);

    R globalMaxPool(GlobalMaxPool layer, A argument);

    R globalAveragePool(GlobalAveragePool layer, A argument);

    R flatten(Flatten layer, A argument);

    R dense(Dense layer, A argument);

    R dropout(Dropout layer, A argument);

    R batchNorm(BatchNorm layer, A argument);

    /** Joins the outputs of the branches, which are nodes of their own and come before. */
    R parallel(Parallel layer, A argument);

    /** {@link Network} resolves it: no {@link Node} holds one. */
    default R from(From layer, A argument) {
      throw new IllegalStateException(
          "From names an input; Network resolves it, no node holds it.");
    }
  }

  /** A layer of a trainable table, of which a batch reads the rows of its ids. */
  sealed interface Table extends Layer permits Embedding, EmbeddingBag {
    /** The width of the table's rows. */
    int width();
  }

  /** A layer of windows that slide over its input. */
  sealed interface Sliding extends Layer
      permits Conv1d, MaxPool1d, Conv2d, MaxPool2d, AveragePool2d {
    /** Its windows over an input of that shape, which has as many axes as the layer expects. */
    Windows windows(Shape input);
  }

  /**
   * A trainable vector for each id: ids [L] to [L, width].
   *
   * <p>Id 0, the padding, has an ordinary trainable row.
   */
  record Embedding(int width) implements Table {
    public Embedding {
      requireAtLeastOne("Embedding", "width", width);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.embedding(this, argument);
    }

    @Override
    public String kind() {
      return "embedding";
    }
  }

  /**
   * One vector for each bag of weighted ids, of a trainable vector for each id: bags [] to [width],
   * bags [L] to [L, width].
   *
   * <p>An empty bag gives 0. The arithmetic is that of PyTorch's layer of this name with weights
   * for each id; of MEAN, which PyTorch has without weights only, with the sum of the weights as
   * divisor.
   */
  record EmbeddingBag(int width, BagMode mode) implements Table {
    public EmbeddingBag {
      requireAtLeastOne("EmbeddingBag", "width", width);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.embeddingBag(this, argument);
    }

    @Override
    public String kind() {
      return "embeddingbag";
    }
  }

  /** Convolution along a sequence, as cross-correlation (no flip): [L, C] to [L', filters]. */
  record Conv1d(int filters, int kernel, int stride, Padding padding, Activation activation)
      implements Sliding {
    public Conv1d {
      requireAtLeastOne("Conv1d", "filters", filters);
      requireAtLeastOne("Conv1d", "kernel", kernel);
      requireAtLeastOne("Conv1d", "stride", stride);
    }

    @Override
    public Windows windows(Shape input) {
      return Windows.along(input, kernel, stride, padding);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.conv1d(this, argument);
    }

    @Override
    public String kind() {
      return "conv1d";
    }
  }

  /**
   * The largest value of each window: [L, C] to [L', C].
   *
   * <p>Of equal maxima the first takes the gradient. Padding never wins.
   *
   * @param padding VALID (what does not fill a window is dropped) or SAME
   */
  record MaxPool1d(int size, int stride, Padding padding) implements Sliding {
    public MaxPool1d {
      requireAtLeastOne("MaxPool1d", "size", size);
      requireAtLeastOne("MaxPool1d", "stride", stride);
      requirePoolPadding("MaxPool1d", padding);
    }

    @Override
    public Windows windows(Shape input) {
      return Windows.along(input, size, stride, padding);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.maxPool1d(this, argument);
    }

    @Override
    public String kind() {
      return "maxpool1d";
    }
  }

  /**
   * Convolution over a map, as cross-correlation (no flip): [H, W, C] to [H', W', filters].
   *
   * @param filters the channels of the output
   * @param kernelHeight of the kernel
   * @param kernelWidth of the kernel
   * @param strideDown from window to window
   * @param strideAcross from window to window
   * @param padding of both axes
   */
  record Conv2d(
      int filters,
      int kernelHeight,
      int kernelWidth,
      int strideDown,
      int strideAcross,
      Padding padding,
      Activation activation)
      implements Sliding {
    public Conv2d {
      requireAtLeastOne("Conv2d", "filters", filters);
      requireWindow("Conv2d", kernelHeight, kernelWidth, strideDown, strideAcross);
    }

    @Override
    public Windows windows(Shape input) {
      return Windows.over(input, kernelHeight, kernelWidth, strideDown, strideAcross, padding);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.conv2d(this, argument);
    }

    @Override
    public String kind() {
      return "conv2d";
    }
  }

  /**
   * The largest value of each window: [H, W, C] to [H', W', C].
   *
   * <p>Of equal maxima the first, row by row, takes the gradient. Padding never wins.
   *
   * @param padding VALID (what does not fill a window is dropped) or SAME
   */
  record MaxPool2d(int height, int width, int strideDown, int strideAcross, Padding padding)
      implements Sliding {
    public MaxPool2d {
      requireWindow("MaxPool2d", height, width, strideDown, strideAcross);
      requirePoolPadding("MaxPool2d", padding);
    }

    @Override
    public Windows windows(Shape input) {
      return Windows.over(input, height, width, strideDown, strideAcross, padding);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.maxPool2d(this, argument);
    }

    @Override
    public String kind() {
      return "maxpool2d";
    }
  }

  /**
   * The mean of each window: [H, W, C] to [H', W', C]. Padding is not counted.
   *
   * @param padding VALID (what does not fill a window is dropped) or SAME
   */
  record AveragePool2d(int height, int width, int strideDown, int strideAcross, Padding padding)
      implements Sliding {
    public AveragePool2d {
      requireWindow("AveragePool2d", height, width, strideDown, strideAcross);
      requirePoolPadding("AveragePool2d", padding);
    }

    @Override
    public Windows windows(Shape input) {
      return Windows.over(input, height, width, strideDown, strideAcross, padding);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.averagePool2d(this, argument);
    }

    @Override
    public String kind() {
      return "averagepool2d";
    }
  }

  /** The largest value of each channel over all positions: [.., C] to [C]. */
  record GlobalMaxPool() implements Layer {
    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.globalMaxPool(this, argument);
    }

    @Override
    public String kind() {
      return "globalmaxpool";
    }
  }

  /**
   * The mean of each channel over the positions: [.., C] to [C].
   *
   * <p>Over TOKENS it takes values [L, C] whose positions are those of an input of tokens or bags:
   * an embedding of it, and what dropout, pools and convolutions that keep every position in its
   * place (stride 1, as many windows as positions: padding SAME) and a Parallel make of such. Where
   * a Parallel joins several inputs a position counts if it is any of theirs; they must be padded
   * on one side. A text of no tokens gives 0.
   *
   * @param scope the positions that count
   */
  record GlobalAveragePool(PoolScope scope) implements Layer {
    /** Over all positions. */
    public GlobalAveragePool() {
      this(PoolScope.ALL);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.globalAveragePool(this, argument);
    }

    @Override
    public String kind() {
      return "globalaveragepool";
    }
  }

  /** All axes as one, row-major over the channels-last shape: [L, C] to [L*C]. */
  record Flatten() implements Layer {
    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.flatten(this, argument);
    }

    @Override
    public String kind() {
      return "flatten";
    }
  }

  /** Every output from every input: [n] to [units], y = activation(x W' + b). */
  record Dense(int units, Activation activation) implements Layer {
    public Dense {
      requireAtLeastOne("Dense", "units", units);
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.dense(this, argument);
    }

    @Override
    public String kind() {
      return "dense";
    }
  }

  /**
   * In training, zeroes each element, or each position with all its channels, with probability rate
   * and scales the others by 1 / (1 - rate); at inference the identity.
   *
   * @param rate in [0, 1)
   * @param unit what is zeroed as a whole; POSITIONS takes inputs of shape [.., C]
   */
  record Dropout(double rate, DropoutUnit unit) implements Layer {
    /** Of elements. */
    public Dropout(double rate) {
      this(rate, DropoutUnit.ELEMENTS);
    }

    public Dropout {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException("Dropout's rate must be in [0, 1), got " + rate + ".");
      }
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.dropout(this, argument);
    }

    @Override
    public String kind() {
      return "dropout";
    }
  }

  /**
   * Each channel less its mean, over its deviation, times gamma, plus beta: y = gamma (x - mean) /
   * sqrt(variance + epsilon) + beta; the shape stays.
   *
   * <p>In training, mean and biased variance are those of all positions of all rows of the batch,
   * and the layer's moving statistics follow them: moving = momentum moving + (1 - momentum) batch.
   * At inference, and where neither gamma nor beta is trained, they are the moving statistics.
   * Ioffe and Szegedy, "Batch Normalization" (2015), algorithms 1 and 2.
   *
   * @param momentum how much of the moving statistics a step keeps, in [0, 1)
   * @param epsilon above 0
   */
  record BatchNorm(double momentum, double epsilon) implements Layer {
    public BatchNorm {
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "BatchNorm's momentum must be in [0, 1), got " + momentum + ".");
      }
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "BatchNorm's epsilon must be above 0, got " + epsilon + ".");
      }
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.batchNorm(this, argument);
    }

    @Override
    public String kind() {
      return "batchnorm";
    }
  }

  /**
   * Branches over one input, or over the inputs that they name with {@link From}, joined.
   *
   * @param branches at least one; an empty branch passes its input on
   */
  record Parallel(List<List<Layer>> branches, Join join) implements Layer {
    public Parallel {
      branches = branches.stream().map(List::copyOf).toList();
      if (branches.isEmpty()) {
        throw new IllegalArgumentException("Parallel needs at least one branch, got none.");
      }
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.parallel(this, argument);
    }

    @Override
    public String kind() {
      return "parallel";
    }
  }

  /** The beginning of a branch that reads the input of that name. */
  record From(String input) implements Layer {
    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.from(this, argument);
    }

    @Override
    public String kind() {
      return "from";
    }
  }

  private static void requireWindow(
      String layer, int height, int width, int strideDown, int strideAcross) {
    requireAtLeastOne(layer, "height", height);
    requireAtLeastOne(layer, "width", width);
    requireAtLeastOne(layer, "strideDown", strideDown);
    requireAtLeastOne(layer, "strideAcross", strideAcross);
  }

  private static void requirePoolPadding(String layer, Padding padding) {
    if (padding == Padding.FULL) {
      throw new IllegalArgumentException(layer + " pads VALID or SAME, got FULL.");
    }
  }

  private static void requireAtLeastOne(String layer, String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          layer + "'s " + what + " must be at least 1, got " + value + ".");
    }
  }
}
