package dev.sortal.data;

/** What a field of an {@link Example} is. */
public enum FieldKind {
  /** A text, or a category. */
  TEXT,
  /** A number. */
  NUMBER,
  /** An image. */
  IMAGE
}
