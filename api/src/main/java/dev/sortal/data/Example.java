package dev.sortal.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing to classify, or to learn from.
 *
 * <p>Immutable. A label is there where the truth is known; the weight multiplies the example's loss
 * in training; the origin says in messages where the example was read.
 *
 * <pre>{@code
 * Example example = Example.text("the plot never lets go").labelled("positive");
 * }</pre>
 */
public final class Example {
  private final String text;
  private final @Nullable String label;
  private final double weight;
  private final @Nullable String source;
  private final long line;

  private Example(
      String text, @Nullable String label, double weight, @Nullable String source, long line) {
    this.text = Objects.requireNonNull(text, "text");
    this.label = label;
    this.weight = weight;
    this.source = source;
    this.line = line;
  }

  /** An example as a reader of rows makes it, at once. */
  static Example row(String text, @Nullable String label, double weight, String source, long line) {
    return new Example(text, label, weight, source, line);
  }

  /** An example of text, without a label, of weight 1. */
  public static Example text(String text) {
    return new Example(text, null, 1, null, 0);
  }

  /** This example with that label. */
  public Example labelled(String label) {
    return new Example(text, Objects.requireNonNull(label, "label"), weight, source, line);
  }

  /**
   * This example with that weight.
   *
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public Example weighted(double weight) {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "An example's weight must be a number of at least 0, got " + weight + ".");
    }
    return new Example(text, label, weight + 0.0, source, line);
  }

  /** This example as read from a line, counted from 1, of a named source. */
  public Example readFrom(String source, long line) {
    return new Example(text, label, weight, source, line);
  }

  /** The text. */
  public String text() {
    return text;
  }

  /** The label, or null where none is known. */
  public @Nullable String label() {
    return label;
  }

  /** The factor of its loss, at least 0. */
  public double weight() {
    return weight;
  }

  /** Where it was read, as {@code reviews.csv:17}, or {@code an example} where that is unknown. */
  public String origin() {
    return source == null ? "an example" : line > 0 ? source + ":" + line : source;
  }

  /** Equal text, label and weight; the origin does not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Example that
        && text.equals(that.text)
        && Objects.equals(label, that.label)
        && weight == that.weight;
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, label, weight);
  }

  @Override
  public String toString() {
    String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
    return "Example[" + (label == null ? "" : label + ": ") + shown + "]";
  }
}
