package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How examples are divided into parts of equal size that take turns as the test part; an immutable
 * value.
 *
 * <p>Stratified: the numbers of examples of a label in two folds differ by one at most, and so do
 * the sizes of the folds. With {@link #by} a field, all examples of equal value in it are in one
 * fold instead: the largest group first, each goes to the smallest fold, and labels are not
 * regarded.
 *
 * <pre>{@code
 * for (Split fold : dataset.folds(new Folds(10, 42))) {
 *   try (Classifier classifier = pipeline.train(fold)) {
 *     System.out.println(classifier.evaluate(fold.test()).accuracy());
 *   }
 * }
 * }</pre>
 *
 * @param count how many folds, at least 2
 * @param seed what the division is drawn from
 * @param group the field whose equal values stay together, or null for none
 */
public record Folds(int count, long seed, @Nullable String group) {
  public Folds {
    if (count < 2) {
      throw new IllegalArgumentException("There must be at least 2 folds, got " + count + ".");
    }
  }

  /** Stratified folds. */
  public Folds(int count, long seed) {
    this(count, seed, null);
  }

  /** These folds, with all examples of equal value in that field in one of them. */
  public Folds by(String field) {
    return new Folds(count, seed, field);
  }

  /**
   * The fold of each example, from 0, in their order.
   *
   * @throws DataException if there are fewer examples, or groups of them, than folds
   */
  public int[] assign(List<Example> examples) {
    requireAtLeast(examples.size(), "examples");
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0xf01d));
    return group == null ? stratified(examples, random) : grouped(examples, group, random);
  }

  private int[] stratified(List<Example> examples, SplitMix64 random) {
    int[] folds = new int[examples.size()];
    int next = 0;
    for (int[] stratum : Strata.shuffled(examples, random)) {
      for (int place : stratum) {
        folds[place] = next;
        next = (next + 1) % count;
      }
    }
    return folds;
  }

  private int[] grouped(List<Example> examples, String field, SplitMix64 random) {
    List<int[]> groups = Keys.groups(examples, field, random);
    requireAtLeast(groups.size(), "different values of \"" + field + "\"");
    int[] folds = new int[examples.size()];
    int[] sizes = new int[count];
    for (int[] members : groups) {
      int smallest = 0;
      for (int fold = 1; fold < count; fold++) {
        smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
      }
      for (int place : members) {
        folds[place] = smallest;
      }
      sizes[smallest] += members.length;
    }
    return folds;
  }

  private void requireAtLeast(int got, String what) {
    if (got < count) {
      throw new DataException(
          "There is too little to divide: expected at least "
              + count
              + " "
              + what
              + " for as many folds, got "
              + got
              + ".");
    }
  }
}
