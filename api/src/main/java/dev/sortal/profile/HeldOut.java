package dev.sortal.profile;

import java.util.List;

/**
 * How a part that is not learned from differs from the one that is; immutable.
 *
 * @param part its name: {@code test}
 * @param rows its examples
 * @param tokens the tokens of its texts
 * @param unknownTokens those that do not occur in train
 * @param rareTokens those that occur once there, and are unknown too to a vocabulary of {@code
 *     minCount(2)}
 * @param unknownLabels the first 20 labels that do not occur in train, and are always judged wrong
 */
public record HeldOut(
    String part,
    long rows,
    long tokens,
    long unknownTokens,
    long rareTokens,
    List<String> unknownLabels) {
  public HeldOut {
    unknownLabels = List.copyOf(unknownLabels);
  }

  /** The share of tokens that do not occur in train, in [0, 1]; 0 without tokens. */
  public double outOfVocabulary() {
    return tokens == 0 ? 0 : unknownTokens / (double) tokens;
  }
}
