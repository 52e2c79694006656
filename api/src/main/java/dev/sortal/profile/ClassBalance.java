package dev.sortal.profile;

import java.util.List;

/**
 * How often each label occurs; immutable.
 *
 * @param counts the labels, the most frequent first
 * @param unlabelled the rows whose label is not known
 * @param several the rows that have not exactly one label, but several, or are known to have none
 */
public record ClassBalance(List<Count> counts, long unlabelled, long several) {
  public ClassBalance {
    counts = List.copyOf(counts);
  }

  /**
   * A label and how often it occurs.
   *
   * @param label the label
   * @param rows the rows that have it
   */
  public record Count(String label, long rows) {}

  /** The rows of the most frequent label by those of the rarest, NaN without labels. */
  public double ratio() {
    return counts.isEmpty()
        ? Double.NaN
        : counts.get(0).rows / (double) counts.get(counts.size() - 1).rows;
  }

  /**
   * Shannon's entropy of the labels by the largest that so many labels can have: 1 if all are
   * equally frequent, near 0 if one makes up nearly all; 1 for a single label, NaN without.
   */
  public double evenness() {
    if (counts.isEmpty()) {
      return Double.NaN;
    }
    double all = counts.stream().mapToLong(Count::rows).sum();
    double entropy = 0;
    for (Count count : counts) {
      entropy -= count.rows / all * Math.log(count.rows / all);
    }
    return counts.size() == 1 ? 1 : entropy / Math.log(counts.size());
  }
}
