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
  private final double[][] weights;
  private final double[] supports;
  private final double[] answers;
  private final double total;
  private final double right;

  private ConfusionMatrix(
      List<String> truths, List<String> classes, int[][] counts, double[][] weights) {
    this.truths = List.copyOf(truths);
    this.classes = List.copyOf(classes);
    this.counts = counts;
    this.weights = weights;
    supports = new double[truths.size()];
    answers = new double[classes.size()];
    double hits = 0;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights[i].length; j++) {
        supports[i] += weights[i][j];
        answers[j] += weights[i][j];
        hits += i == j ? weights[i][j] : 0;
      }
      sum += supports[i];
    }
    right = hits;
    total = sum;
  }

  static ConfusionMatrix of(List<String> classes, OneLabelRows rows, RowWeights rowWeights) {
    int[][] counts = new int[rows.truths().size()][classes.size()];
    double[][] weights = new double[rows.truths().size()][classes.size()];
    for (int row = 0; row < rows.rows(); row++) {
      counts[rows.truthIndex(row)][rows.answer(row)] += rowWeights.times(row);
      weights[rows.truthIndex(row)][rows.answer(row)] += rowWeights.weight(row);
    }
    return new ConfusionMatrix(rows.truths(), classes, counts, weights);
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

  /**
   * What those rows weigh: their number, unless rows were added with weights.
   *
   * @param truth the index of the row, in {@link #truths()}
   * @param predicted the index of the column, in {@link #classes()}
   */
  public double weight(int truth, int predicted) {
    return weights[truth][predicted];
  }

  /** What the rows of a label weigh. */
  double supportWeight(int truth) {
    return supports[truth];
  }

  /** What the rows weigh that were given a class. */
  double predictedWeight(int column) {
    return answers[column];
  }

  double totalWeight() {
    return total;
  }

  double rightWeight() {
    return right;
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
    double both = 0;
    double truthSquares = 0;
    double predictedSquares = 0;
    for (int i = 0; i < truths.size(); i++) {
      double given = i < classes.size() ? answers[i] : 0;
      both += supports[i] * given;
      truthSquares += supports[i] * supports[i];
      predictedSquares += given * given;
    }
    double root = Math.sqrt((total * total - predictedSquares) * (total * total - truthSquares));
    return root > 0 ? (right * total - both) / root : 0;
  }

  /** The mean cost of a row. */
  double cost(CostMatrix costs) {
    double sum = 0;
    for (int i = 0; i < truths.size(); i++) {
      for (int j = 0; j < classes.size(); j++) {
        if (weights[i][j] > 0) {
          sum += weights[i][j] * costs.cost(truths.get(i), classes.get(j));
        }
      }
    }
    return sum / total;
  }

  /** Cohen's kappa; NaN where it is 0/0. */
  public double kappa() {
    double expected = 0;
    for (int i = 0; i < classes.size(); i++) {
      expected += supports[i] * answers[i] / total;
    }
    return (right - expected) / (total - expected);
  }
}
