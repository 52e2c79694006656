package dev.sortal.profile;

/**
 * A field of the examples in figures; immutable.
 *
 * @param name its name
 * @param kind of what its values are
 * @param present the rows that have it
 * @param missing the rows that lack it
 * @param distinct how many different values there are
 * @param least the smallest number, or the shortest text in characters; NaN for images
 * @param mean the mean number, or the mean length of texts; NaN for images
 * @param most the largest number, or the longest text; NaN for images
 */
public record FieldProfile(
    String name,
    Kind kind,
    long present,
    long missing,
    long distinct,
    double least,
    double mean,
    double most) {
  /** What the values of a field are. */
  public enum Kind {
    /** Texts or categories. */
    TEXT,
    /** Numbers. */
    NUMBER,
    /** Images. */
    IMAGE,
    /** Of several kinds, which no encoder takes. */
    MIXED
  }
}
