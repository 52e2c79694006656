package dev.sortal.profile;

import java.util.List;

/**
 * Rows whose label is probably wrong; immutable.
 *
 * <p>Confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty
 * in Dataset Labels", JAIR 70, 2021): each row gets the probabilities of a model that has not seen
 * it, here a softmax regression over words and pairs of words, in five folds in which equal texts
 * stay together. A label counts as possible for a row where its probability reaches the mean of
 * those rows that carry it; the rows whose most probable possible label is not their own tell how
 * many rows of each label are of each other one, and as many are reported, those first whose other
 * label leads the most ("prune by noise rate"). What is found are candidates to look at: a row can
 * be unusual and right.
 *
 * <p>It takes 2 to 200 labels and 50 rows of one label each; of a text the first 128 words are
 * read.
 *
 * @param rows how many rows were judged
 * @param isSample whether the set has more than that
 * @param count how many are probably wrong
 * @param suspects the first 1000 of them, the most probable first
 */
public record LabelErrors(long rows, boolean isSample, long count, List<Suspect> suspects) {
  public LabelErrors {
    suspects = List.copyOf(suspects);
  }

  /**
   * A row whose label is probably wrong.
   *
   * @param origin where it was read: {@code train.csv:17}
   * @param label its label
   * @param suggested the label that is more probable
   * @param probability the probability of its label, in [0, 1]
   * @param suggestedProbability the probability of the other, in [0, 1]
   * @param text the beginning of its text
   */
  public record Suspect(
      String origin,
      String label,
      String suggested,
      double probability,
      double suggestedProbability,
      String text) {}
}
