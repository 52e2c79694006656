package dev.sortal.data;

/**
 * What a field of an {@link Example} is.
 *
 * <pre>{@code
 * Map<String, FieldKind> fields = classifier.fields();  // {title=TEXT, age=NUMBER}
 * Dataset unseen = Dataset.csv(path).fields(fields).unlabelled();
 * }</pre>
 */
public enum FieldKind {
  /** A text, or a category. */
  TEXT,
  /** A number. */
  NUMBER,
  /** An image. */
  IMAGE
}
