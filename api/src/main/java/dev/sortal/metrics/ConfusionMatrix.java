package dev.sortal.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often each label was taken for which: rows are the truth, columns the prediction.
 *
 * <p>The first rows are the classes of the model, in its order; labels that it does not know
 * follow, in their own. Immutable.
 *
 * <pre>{@code
 * for (ConfusionMatrix.Confusion pair : evaluation.confusion().confusions(3)) {
 *   System.out.println(pair.count() + " " + pair.truth() + " taken for " + pair.predicted());
 * }
 * }</pre>
 */
public final class ConfusionMatrix {
  /**
   * A pair of labels that was confused.
   *
   * @param truth the right label
   * @param predicted the label that was given instead
   * @param count how often
   */
  public record Confusion(String truth, String predicted, int count) {}

  private final List<String> truths;
  private final List<String> classes;
  private final int[][] counts;

  ConfusionMatrix(List<String> truths, List<String> classes, int[][] counts) {
    this.truths = List.copyOf(truths);
    this.classes = List.copyOf(classes);
    this.counts = counts;
  }

  /** The labels of the rows. */
  public List<String> truths() {
    return truths;
  }

  /** The labels of the columns: the classes of the model. */
  public List<String> classes() {
    return classes;
  }

  /**
   * How many rows of one label were given another.
   *
   * @param truth the index of the row, in {@link #truths()}
   * @param predicted the index of the column, in {@link #classes()}
   */
  public int count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** The number of rows of a label, by index. */
  public int support(int truth) {
    int sum = 0;
    for (int count : counts[truth]) {
      sum += count;
    }
    return sum;
  }

  /** The number of rows that were given a class, by index. */
  public int predicted(int column) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[column];
    }
    return sum;
  }

  /** The number of all rows. */
  public int total() {
    int sum = 0;
    for (int i = 0; i < truths.size(); i++) {
      sum += support(i);
    }
    return sum;
  }

  /** The number of right rows. */
  public int right() {
    int sum = 0;
    for (int i = 0; i < classes.size(); i++) {
      sum += counts[i][i];
    }
    return sum;
  }

  /**
   * The pairs that were confused most often, most often first; of equally frequent ones in the
   * order of the matrix.
   *
   * @param most how many at most, not negative
   * @throws IllegalArgumentException if most is negative
   */
  public List<Confusion> confusions(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("most must not be negative, got " + most + ".");
    }
    List<Confusion> all = new ArrayList<>();
    for (int i = 0; i < truths.size(); i++) {
      for (int j = 0; j < classes.size(); j++) {
        if (i != j && counts[i][j] > 0) {
          all.add(new Confusion(truths.get(i), classes.get(j), counts[i][j]));
        }
      }
    }
    all.sort(Comparator.comparingInt(Confusion::count).reversed());
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  /** Matthews' correlation coefficient over all classes (Gorodkin 2004); 0 where it is 0/0. */
  public double matthews() {
    double total = total();
    double both = 0;
    double truthSquares = 0;
    double predictedSquares = 0;
    for (int i = 0; i < truths.size(); i++) {
      double support = support(i);
      double given = i < classes.size() ? predicted(i) : 0;
      both += support * given;
      truthSquares += support * support;
      predictedSquares += given * given;
    }
    double root = Math.sqrt((total * total - predictedSquares) * (total * total - truthSquares));
    return root == 0 ? 0 : (right() * total - both) / root;
  }

  /** Cohen's kappa; NaN where it is 0/0. */
  public double kappa() {
    double total = total();
    double expected = 0;
    for (int i = 0; i < classes.size(); i++) {
      expected += (double) support(i) * predicted(i) / total;
    }
    return (right() - expected) / (total - expected);
  }
}
