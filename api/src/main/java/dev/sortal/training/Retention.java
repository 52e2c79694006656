package dev.sortal.training;

/**
 * How right a classifier is on one part of the examples before and after it was trained further.
 *
 * <pre>{@code
 * for (Retention part : classifier.retention()) {
 *   System.out.println(part.part() + ": " + part.before() + " -> " + part.after());
 * }
 * }</pre>
 *
 * @param part what the examples are
 * @param rows how many there are
 * @param before the share of them that were right, with all labels of an example where it may have
 *     several; those of labels that were not known then count as wrong
 * @param after the share of them that are right now
 */
public record Retention(Part part, int rows, double before, double after) {
  /** What examples are to a classifier that is trained further. */
  public enum Part {
    /** Validation examples of the new data. */
    NEW,
    /** Validation examples of the old data that is replayed. */
    REPLAYED,
    /** Old examples that were given to be judged by alone. */
    OLD
  }
}
