package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.List;

/**
 * How examples are divided into parts of equal size that take turns as the test part; an immutable
 * value.
 *
 * <p>Stratified: the numbers of examples of a label in two folds differ by one at most, and so do
 * the sizes of the folds.
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
 */
public record Folds(int count, long seed) {
  public Folds {
    if (count < 2) {
      throw new IllegalArgumentException("There must be at least 2 folds, got " + count + ".");
    }
  }

  /**
   * The fold of each example, from 0, in their order.
   *
   * @throws DataException if there are fewer examples than folds
   */
  public int[] assign(List<Example> examples) {
    if (examples.size() < count) {
      throw new DataException(
          "There is too little to divide: expected at least "
              + count
              + " examples for as many folds, got "
              + examples.size()
              + ".");
    }
    int[] folds = new int[examples.size()];
    int next = 0;
    for (int[] stratum :
        Strata.shuffled(examples, new SplitMix64(SplitMix64.derive(seed, 0xf01d)))) {
      for (int place : stratum) {
        folds[place] = next;
        next = (next + 1) % count;
      }
    }
    return folds;
  }
}
