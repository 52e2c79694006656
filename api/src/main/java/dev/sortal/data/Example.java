package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing to classify, or to learn from: named fields, each a text, a number or an image.
 *
 * <p>Immutable. A label is there where the truth is known, or several where a thing may be of
 * several classes at once; the weight multiplies the example's loss in training; the origin says in
 * messages where the example was read. A field that is missing is left out.
 *
 * <pre>{@code
 * Example review = Example.text("the plot never lets go").labelled("positive");
 * Example customer = Example.of(Map.of("age", 41, "city", "Bern")).labelled("good");
 * Example digit = Example.image(Image.of(Path.of("seven.png")));
 * }</pre>
 */
public final class Example {
  /** The field of an example that is a text. */
  public static final String TEXT = "text";

  /** The field of an example that is an image. */
  public static final String IMAGE = "image";

  private final Map<String, Object> fields;
  private final @Nullable List<String> labels;
  private final double weight;
  private final @Nullable String source;
  private final long line;

  private Example(
      Map<String, Object> fields,
      @Nullable List<String> labels,
      double weight,
      @Nullable String source,
      long line) {
    this.fields = fields;
    this.labels = labels;
    this.weight = weight;
    this.source = source;
    this.line = line;
  }

  /** An example as a reader of rows makes it, at once, of fields that nobody else changes. */
  static Example row(
      Map<String, Object> fields,
      @Nullable List<String> labels,
      double weight,
      String source,
      long line) {
    return new Example(fields, labels, weight, source, line);
  }

  /** An example of text, without a label, of weight 1. */
  public static Example text(String text) {
    return new Example(Map.of(TEXT, text), null, 1, null, 0);
  }

  /** An example that is an image, without a label, of weight 1. */
  public static Example image(Image image) {
    return new Example(Map.of(IMAGE, image), null, 1, null, 0);
  }

  /**
   * An example of several fields, without a label, of weight 1.
   *
   * @param fields a {@link CharSequence}, {@link Number}, {@link Boolean} (as 1 or 0) or {@link
   *     Image} by name; null and NaN are missing values and leave the field out
   * @throws IllegalArgumentException if a value is none of these
   */
  public static Example of(Map<String, ?> fields) {
    Map<String, Object> values = new TreeMap<>();
    fields.forEach((name, value) -> put(values, name, value));
    return new Example(Collections.unmodifiableMap(values), null, 1, null, 0);
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    Objects.requireNonNull(name, "name of a field");
    if (value == null || value instanceof Number number && Double.isNaN(number.doubleValue())) {
      values.remove(name);
    } else if (value instanceof CharSequence text) {
      values.put(name, text.toString());
    } else if (value instanceof Number number) {
      values.put(name, number.doubleValue());
    } else if (value instanceof Boolean flag) {
      values.put(name, flag ? 1.0 : 0.0);
    } else if (value instanceof Image) {
      values.put(name, value);
    } else {
      throw new IllegalArgumentException(
          "The field \""
              + name
              + "\" must be a text, a number, a boolean or an image, got a "
              + value.getClass().getName()
              + ".");
    }
  }

  /**
   * This example with another field, or another value of a field.
   *
   * @param value as for {@link #of}
   * @throws IllegalArgumentException if it is no value of a field
   */
  public Example with(String name, @Nullable Object value) {
    Map<String, Object> values = new TreeMap<>(fields);
    put(values, name, value);
    return new Example(Collections.unmodifiableMap(values), labels, weight, source, line);
  }

  /** This example with that label. */
  public Example labelled(String label) {
    return new Example(
        fields, List.of(Objects.requireNonNull(label, "label")), weight, source, line);
  }

  /** This example with these labels at once, in any order, none perhaps. */
  public Example labelled(Collection<String> labels) {
    Set<String> distinct = new LinkedHashSet<>(labels);
    return new Example(fields, List.copyOf(distinct), weight, source, line);
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
    return new Example(fields, labels, weight + 0.0, source, line);
  }

  /** This example as read from a line, counted from 1, of a named source. */
  public Example readFrom(String source, long line) {
    return new Example(fields, labels, weight, source, line);
  }

  /**
   * The text of an example that is a text.
   *
   * @throws DataException if it has none
   */
  public String text() {
    return textOf(TEXT);
  }

  /**
   * The text in a field.
   *
   * @throws DataException if it is missing or no text
   */
  public String textOf(String field) {
    Object value = fields.get(field);
    if (value instanceof String text) {
      return text;
    }
    throw unfit(field, "a text", value);
  }

  /**
   * The number in a field, NaN where it is missing.
   *
   * @throws DataException if it is no number
   */
  public double numberOf(String field) {
    Object value = fields.get(field);
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Double number) {
      return number;
    }
    throw unfit(field, "a number", value);
  }

  /**
   * The image in a field.
   *
   * @throws DataException if it is missing or no image
   */
  public Image imageOf(String field) {
    Object value = fields.get(field);
    if (value instanceof Image image) {
      return image;
    }
    throw unfit(field, "an image", value);
  }

  private DataException unfit(String field, String expected, @Nullable Object value) {
    return new DataException(
        origin()
            + " cannot be used: expected "
            + expected
            + " in the field \""
            + field
            + "\", got "
            + (value == null
                ? "no such field among " + fields.keySet()
                : value instanceof String text ? "the text \"" + shortened(text) + "\"" : value)
            + ".");
  }

  /** Whether a field is there. */
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /** The fields that are there: {@link String}, {@link Double} or {@link Image} by name. */
  public Map<String, Object> fields() {
    return fields;
  }

  /**
   * The label, or null where none is known.
   *
   * @throws DataException if there are several labels, or it is known that there is none
   */
  public @Nullable String label() {
    if (labels == null) {
      return null;
    }
    if (labels.size() != 1) {
      throw new DataException(
          origin()
              + " has "
              + labels.size()
              + " labels: expected one, got "
              + labels
              + ". For several labels an example use severalLabels() of the pipeline.");
    }
    return labels.get(0);
  }

  /** The labels, without repetition, or null where they are not known. */
  public @Nullable List<String> labels() {
    return labels;
  }

  /**
   * The labels of an example that must have some, or be known to have none.
   *
   * @throws DataException if they are not known
   */
  public List<String> requireLabels() {
    if (labels == null) {
      throw new DataException(
          origin()
              + " has no label: expected one on every example to learn from. Name the column"
              + " with label(\"...\").");
    }
    return labels;
  }

  /** The factor of its loss, at least 0. */
  public double weight() {
    return weight;
  }

  /** Where it was read, as {@code reviews.csv:17}, or {@code an example} where that is unknown. */
  public String origin() {
    return source == null ? "an example" : line > 0 ? source + ":" + line : source;
  }

  /**
   * Adds fields, labels and weight to a fingerprint; different examples add different bytes.
   *
   * <p>Each text goes with its length before it, and as much as possible at once, since a digest
   * takes many small parts much more slowly.
   */
  public void digest(MessageDigest digest) {
    StringBuilder text = new StringBuilder(256);
    fields.forEach(
        (name, value) -> {
          append(text.append('F'), name);
          if (value instanceof Image image) {
            MessageDigest content = Hashes.sha256();
            image.digest(content);
            text.append('I').append(HexFormat.of().formatHex(content.digest()));
          } else {
            append(text.append(value instanceof String ? 'T' : 'N'), value.toString());
          }
        });
    if (labels != null) {
      text.append('L').append(labels.size());
      labels.forEach(label -> append(text, label));
    }
    append(text.append('W'), weight == 1 ? "1" : Double.toString(weight));
    digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder text, String part) {
    text.append(':').append(part.length()).append(':').append(part);
  }

  /** Equal fields, labels and weight; the origin does not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Example that
        && fields.equals(that.fields)
        && Objects.equals(labels, that.labels)
        && weight == that.weight;
  }

  @Override
  public int hashCode() {
    return Objects.hash(fields, labels, weight);
  }

  @Override
  public String toString() {
    boolean isText = fields.size() == 1 && fields.get(TEXT) instanceof String;
    String shown = shortened(isText ? text() : fields.toString());
    return "Example[" + (labels == null ? "" : String.join(", ", labels) + ": ") + shown + "]";
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
