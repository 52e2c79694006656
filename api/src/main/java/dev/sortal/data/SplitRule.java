package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * How examples are divided into training, validation and test part; an immutable value.
 *
 * <p>{@link #random()} is exactly stratified: each class is divided in these shares, by largest
 * remainder, and keeps at least one training example. {@link #hashed()} goes by the text alone:
 * equal texts fall on one side, and a row stays on its side when rows are appended; it is
 * stratified in expectation only. What training and validation leave is the test part.
 *
 * <pre>{@code
 * SplitRule rule = SplitRule.random().train(0.8).validation(0.1).seed(42);
 * }</pre>
 *
 * @param byText whether a hash of the text decides
 * @param train the share of the training part, above 0
 * @param validation the share of the validation part
 * @param seed what the division is drawn from
 */
public record SplitRule(boolean byText, double train, double validation, long seed) {
  /** The side that an example falls on. */
  public enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  public SplitRule {
    if (!(train > 0 && train <= 1)) {
      throw new IllegalArgumentException("train must be in (0, 1], got " + train + ".");
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException("validation must be in [0, 1), got " + validation + ".");
    }
    if (train + validation > 1 + 1e-9) {
      throw new IllegalArgumentException(
          "train and validation must sum to 1 at most, got "
              + train
              + " + "
              + validation
              + ". What they leave is the test part.");
    }
  }

  /** Random and stratified: 80 % training, 10 % validation, 10 % test, seed 42. */
  public static SplitRule random() {
    return new SplitRule(false, 0.8, 0.1, 42);
  }

  /** By a hash of the text: 80 % training, 10 % validation, 10 % test, seed 42. */
  public static SplitRule hashed() {
    return new SplitRule(true, 0.8, 0.1, 42);
  }

  /**
   * This rule with another share of training, in (0, 1]; the validation share shrinks where they
   * would no longer fit together.
   */
  public SplitRule train(double share) {
    return new SplitRule(byText, share, Math.max(0, Math.min(validation, 1 - share)), seed);
  }

  /** This rule with another share of validation, in [0, 1). */
  public SplitRule validation(double share) {
    return new SplitRule(byText, train, share, seed);
  }

  /** This rule drawn from another seed. */
  public SplitRule seed(long seed) {
    return new SplitRule(byText, train, validation, seed);
  }

  /** The part of each example, in their order. */
  public List<Part> assign(List<Example> examples) {
    Part[] parts = new Part[examples.size()];
    if (byText) {
      for (int i = 0; i < parts.length; i++) {
        parts[i] = byHash(examples.get(i));
      }
    } else {
      assignAtRandom(examples, parts);
    }
    return Arrays.asList(parts);
  }

  private Part byHash(Example example) {
    long hash = seed;
    String text = example.text();
    for (int i = 0; i < text.length(); i++) {
      hash = SplitMix64.mix(hash + SplitMix64.GAMMA) ^ text.charAt(i);
    }
    double place = (SplitMix64.mix(hash) >>> 11) * 0x1.0p-53;
    return place < train ? Part.TRAIN : place < train + validation ? Part.VALIDATION : Part.TEST;
  }

  private void assignAtRandom(List<Example> examples, Part[] parts) {
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0x5917));
    for (int[] shuffled : Strata.shuffled(examples, random)) {
      int[] counts = counts(shuffled.length);
      for (int i = 0; i < shuffled.length; i++) {
        parts[shuffled[i]] =
            i < counts[0] ? Part.TRAIN : i < counts[0] + counts[1] ? Part.VALIDATION : Part.TEST;
      }
    }
  }

  /** Whole numbers of rows by largest remainder, at least one of them for training. */
  private int[] counts(int rows) {
    double[] exact = {rows * train, rows * validation, rows * (1 - train - validation)};
    int[] counts = new int[3];
    int left = rows;
    for (int i = 0; i < 3; i++) {
      counts[i] = (int) Math.floor(exact[i] + 1e-9);
      left -= counts[i];
    }
    while (left > 0) {
      int largest = 0;
      for (int i = 1; i < 3; i++) {
        if (exact[i] - counts[i] > exact[largest] - counts[largest] + 1e-12) {
          largest = i;
        }
      }
      counts[largest]++;
      left--;
    }
    if (counts[0] == 0) {
      counts[counts[2] > 0 ? 2 : 1]--;
      counts[0] = 1;
    }
    return counts;
  }
}
