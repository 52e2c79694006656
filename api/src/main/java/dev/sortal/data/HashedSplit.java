package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * A division by a hash of the text, or of a field: equal ones fall on one side, and a row stays on
 * its side when rows are appended. The shares, and those of each class, hold in expectation only.
 *
 * <p>{@link SplitRule#grouped} by a field keeps the shares more closely, but has to see all
 * examples.
 *
 * @param field the field, or null for the text
 * @param shares how much each part gets
 * @param seed what the hash begins with
 */
public record HashedSplit(@Nullable String field, Shares shares, long seed)
    implements SplitRule.Streaming {
  /** This rule by another field than the text, an id perhaps; every example must have it. */
  public HashedSplit by(String field) {
    return new HashedSplit(field, shares, seed);
  }

  /** This rule with another share of training, in (0, 1]; that of validation shrinks to fit. */
  public HashedSplit train(double share) {
    return new HashedSplit(field, shares.withTrain(share), seed);
  }

  /** This rule with another share of validation, in [0, 1). */
  public HashedSplit validation(double share) {
    return new HashedSplit(field, shares.withValidation(share), seed);
  }

  /** This rule with another seed. */
  public HashedSplit seed(long seed) {
    return new HashedSplit(field, shares, seed);
  }

  @Override
  public Part part(Example example) {
    String key = field == null ? example.text() : Keys.of(example, field);
    long hash = seed;
    for (int i = 0; i < key.length(); i++) {
      hash = SplitMix64.mix(hash + SplitMix64.GAMMA) ^ key.charAt(i);
    }
    return shares.at((SplitMix64.mix(hash) >>> 11) * 0x1.0p-53);
  }
}
