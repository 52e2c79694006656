package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * A division by chance that is exactly stratified: each class is divided in these shares, by
 * largest remainder, and keeps at least one training example.
 *
 * <p>It is not stable: with a row more or less, any other row may change sides. Where rows are
 * added over time, use {@link SplitRule#hashed()}.
 *
 * @param shares how much each part gets
 * @param seed what the division is drawn from
 */
public record RandomSplit(Shares shares, long seed) implements SplitRule {
  /** This rule with another share of training, in (0, 1]; that of validation shrinks to fit. */
  public RandomSplit train(double share) {
    return new RandomSplit(shares.withTrain(share), seed);
  }

  /** This rule with another share of validation, in [0, 1). */
  public RandomSplit validation(double share) {
    return new RandomSplit(shares.withValidation(share), seed);
  }

  /** This rule drawn from another seed. */
  public RandomSplit seed(long seed) {
    return new RandomSplit(shares, seed);
  }

  @Override
  public List<Part> assign(List<Example> examples) {
    Part[] parts = new Part[examples.size()];
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0x5917));
    for (int[] shuffled : Strata.shuffled(examples, random)) {
      int[] counts = shares.counts(shuffled.length);
      for (int i = 0; i < shuffled.length; i++) {
        parts[shuffled[i]] =
            i < counts[0] ? Part.TRAIN : i < counts[0] + counts[1] ? Part.VALIDATION : Part.TEST;
      }
    }
    return Arrays.asList(parts);
  }
}
