package dev.sortal.spec;

import java.util.List;

/**
 * The layers as a user writes them, for static import.
 *
 * <pre>{@code
 * import static dev.sortal.spec.Activation.RELU;
 * import static dev.sortal.spec.Layers.*;
 *
 * List<Layer> layers = List.of(
 *     embedding(32), conv1d(64, 3, RELU), maxPool1d(2), flatten(), dense(64, RELU));
 * }</pre>
 */
public final class Layers {
  private Layers() {}

  /** A trainable vector of that width for each token. */
  public static Layer embedding(int width) {
    return new Layer.Embedding(width);
  }

  /** One vector for each bag of weighted ids. */
  public static Layer embeddingBag(int width, BagMode mode) {
    return new Layer.EmbeddingBag(width, mode);
  }

  /** A convolution of stride 1 without padding. */
  public static Layer conv1d(int filters, int kernel, Activation activation) {
    return conv1d(filters, kernel, Padding.VALID, activation);
  }

  /** A convolution of stride 1. */
  public static Layer conv1d(int filters, int kernel, Padding padding, Activation activation) {
    return new Layer.Conv1d(filters, kernel, 1, padding, activation);
  }

  /** The largest value of each window of that size; windows do not overlap. */
  public static Layer maxPool1d(int size) {
    return new Layer.MaxPool1d(size, size, Padding.VALID);
  }

  /** A convolution of a square kernel and stride 1 without padding. */
  public static Layer conv2d(int filters, int kernel, Activation activation) {
    return conv2d(filters, kernel, Padding.VALID, activation);
  }

  /** A convolution of a square kernel and stride 1. */
  public static Layer conv2d(int filters, int kernel, Padding padding, Activation activation) {
    return conv2d(filters, kernel, 1, padding, activation);
  }

  /** A convolution of a square kernel and one stride for both axes. */
  public static Layer conv2d(
      int filters, int kernel, int stride, Padding padding, Activation activation) {
    return new Layer.Conv2d(filters, kernel, kernel, stride, stride, padding, activation);
  }

  /** The largest value of each square window of that size; windows do not overlap. */
  public static Layer maxPool2d(int size) {
    return new Layer.MaxPool2d(size, size, size, size, Padding.VALID);
  }

  /** The mean of each square window of that size; windows do not overlap. */
  public static Layer averagePool2d(int size) {
    return new Layer.AveragePool2d(size, size, size, size, Padding.VALID);
  }

  /** The largest value of each channel. */
  public static Layer globalMaxPool() {
    return new Layer.GlobalMaxPool();
  }

  /** The mean of each channel. */
  public static Layer globalAveragePool() {
    return new Layer.GlobalAveragePool();
  }

  /** The mean of each channel over all positions or a text's own. */
  public static Layer globalAveragePool(PoolScope scope) {
    return new Layer.GlobalAveragePool(scope);
  }

  /** All axes as one. */
  public static Layer flatten() {
    return new Layer.Flatten();
  }

  /** Every output from every input. */
  public static Layer dense(int units, Activation activation) {
    return new Layer.Dense(units, activation);
  }

  /** Every output from every input, without an activation. */
  public static Layer dense(int units) {
    return new Layer.Dense(units, Activation.LINEAR);
  }

  /** Zeroes elements at random in training; rate in [0, 1). */
  public static Layer dropout(double rate) {
    return new Layer.Dropout(rate);
  }

  /** Zeroes elements or whole positions at random in training; rate in [0, 1). */
  public static Layer dropout(double rate, DropoutUnit unit) {
    return new Layer.Dropout(rate, unit);
  }

  /** Each channel normalised by its batch in training; momentum 0.99, epsilon 0.001. */
  public static Layer batchNorm() {
    return new Layer.BatchNorm(0.99, 1e-3);
  }

  /** The layers of one branch of {@link #parallel} or {@link #add}. */
  public static List<Layer> branch(Layer... layers) {
    return List.of(layers);
  }

  /** Branches side by side, their outputs one after the other on the channel axis. */
  @SafeVarargs
  public static Layer parallel(List<Layer>... branches) {
    return new Layer.Parallel(List.of(branches), Join.CONCAT);
  }

  /** Branches side by side, their outputs summed; with an empty branch a residual block. */
  @SafeVarargs
  public static Layer add(List<Layer>... branches) {
    return new Layer.Parallel(List.of(branches), Join.ADD);
  }

  /** The beginning of a branch that reads the input of that name. */
  public static Layer from(String input) {
    return new Layer.From(input);
  }
}
