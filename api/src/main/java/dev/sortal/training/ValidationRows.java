package dev.sortal.training;

import dev.sortal.data.EncodedSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that are never trained on, and what is needed to judge answers about them.
 *
 * @param set the rows, perhaps none
 * @param labels the name of each class
 * @param positive the index of the class that binary figures are about
 * @param threshold the probability from which a label is given, where there are several
 */
public record ValidationRows(EncodedSet set, List<String> labels, int positive, double threshold) {
  public ValidationRows {
    labels = List.copyOf(labels);
  }

  /** Rows of classes whose names are their numbers, the second of them positive. */
  public static ValidationRows of(EncodedSet set, int classes) {
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return new ValidationRows(set, labels, Math.min(1, classes - 1), 0.5);
  }
}
