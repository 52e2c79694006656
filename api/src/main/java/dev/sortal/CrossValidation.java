package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.FoldFigure;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline came to when each fold of a data set was judged by a classifier that had learned
 * from the others; immutable.
 *
 * <p>Every example is judged once, by a classifier that has not seen it: neither its encoders nor
 * its weights nor the choice of its epoch, since the rows for that are held back from the training
 * folds ({@link Pipeline#validation}; by groups where the folds are). All classifiers are closed
 * again. The result is the same to the bit whether folds run one after the other or at once, with
 * one engine thread each.
 *
 * <pre>{@code
 * CrossValidation result = pipeline.crossValidate(reviews, new Folds(10, 42));
 * System.out.println(result);
 * FoldFigure accuracy = result.figure(Evaluation::accuracy);
 * Interval interval = accuracy.interval(0.95);
 * }</pre>
 */
public final class CrossValidation {
  /**
   * How folds are run; an immutable value.
   *
   * @param parallel how many folds are trained at once, at least 1; memory grows with it
   * @param listener what is told of the training of each fold, by its number from 1
   */
  public record Options(int parallel, IntFunction<TrainingListener> listener) {
    public Options {
      if (parallel < 1) {
        throw new IllegalArgumentException("parallel must be at least 1, got " + parallel + ".");
      }
    }

    /** With that many folds trained at once, by default 1. */
    public Options parallel(int folds) {
      return new Options(folds, listener);
    }

    /** With a listener for each fold, which is given its number, from 1; by default none. */
    public Options listener(IntFunction<TrainingListener> listener) {
      return new Options(parallel, listener);
    }
  }

  /** One fold, and how the classifier that learned from the others judged it; immutable. */
  public static final class Fold {
    private final int number;
    private final int trainingRows;
    private final double seconds;
    private final History history;
    private final List<String> labels;
    private final List<Double> thresholds;
    private final @Nullable Evaluation evaluation;
    private final @Nullable MultiLabelEvaluation labelEvaluation;

    private Fold(
        int number,
        int trainingRows,
        double seconds,
        Classifier classifier,
        @Nullable Evaluation evaluation,
        @Nullable MultiLabelEvaluation labelEvaluation) {
      this.number = number;
      this.trainingRows = trainingRows;
      this.seconds = seconds;
      this.history = classifier.history();
      this.labels = classifier.labels();
      this.thresholds = classifier.severalLabels() ? classifier.thresholds() : List.of();
      this.evaluation = evaluation;
      this.labelEvaluation = labelEvaluation;
    }

    /**
     * Judges a fold.
     *
     * @param each is told of each example and what was said of it
     */
    static Fold judged(
        int number,
        int trainingRows,
        double seconds,
        Classifier classifier,
        Dataset test,
        BiConsumer<Example, Prediction> each) {
      return classifier.severalLabels()
          ? new Fold(
              number,
              trainingRows,
              seconds,
              classifier,
              null,
              classifier.labelEvaluation(test, each))
          : new Fold(
              number, trainingRows, seconds, classifier, classifier.evaluation(test, each), null);
    }

    /** The fold, from 1. */
    public int number() {
      return number;
    }

    /** The examples of the other folds, those held back for validation included. */
    public int trainingRows() {
      return trainingRows;
    }

    /** The examples of the fold, which were judged. */
    public int rows() {
      return evaluation == null ? labelEvaluation().rows() : evaluation.rows();
    }

    /** How long the training took, in seconds. */
    public double seconds() {
      return seconds;
    }

    /** How the training went. */
    public History history() {
      return history;
    }

    /** The labels that were learned; they may lack one that is rare. */
    public List<String> labels() {
      return labels;
    }

    /** The threshold of each of several labels; empty with one label an example. */
    List<Double> thresholds() {
      return thresholds;
    }

    boolean areSeveralLabels() {
      return evaluation == null;
    }

    /**
     * The figures of this fold.
     *
     * @throws IllegalStateException if its examples have several labels
     */
    public Evaluation evaluation() {
      if (evaluation == null) {
        throw new IllegalStateException(
            "The examples have several labels: use labelEvaluation and labelFigure.");
      }
      return evaluation;
    }

    /**
     * The figures of this fold, of several labels.
     *
     * @throws IllegalStateException if its examples have one label each
     */
    public MultiLabelEvaluation labelEvaluation() {
      if (labelEvaluation == null) {
        throw new IllegalStateException(
            "The examples have one label each: use evaluation and figure.");
      }
      return labelEvaluation;
    }
  }

  /**
   * An example and what the classifier of its fold said of it.
   *
   * @param index the place of the example in the data set, from 0
   * @param fold its fold, from 1
   * @param truth its labels
   * @param prediction what was said by the classifier that had not seen it
   */
  public record Row(int index, int fold, List<String> truth, Prediction prediction) {
    public Row {
      truth = List.copyOf(truth);
    }
  }

  private final List<Fold> folds;
  private final List<Row> rows;
  private final Labels labels;

  /** Takes at least two folds, in order, and the rows in any. */
  CrossValidation(List<Fold> folds, List<Row> rows) {
    this.folds = List.copyOf(folds);
    this.rows = rows.stream().sorted(Comparator.comparingInt(Row::index)).toList();
    Set<String> distinct = new LinkedHashSet<>();
    folds.forEach(fold -> distinct.addAll(fold.labels()));
    this.labels = Labels.ordered(distinct);
  }

  /** One fold after the other, told to nobody but the pipeline's listeners. */
  public static Options options() {
    return new Options(1, fold -> new TrainingListener() {});
  }

  /** The folds in order. */
  public List<Fold> folds() {
    return folds;
  }

  /** Every example with what was said of it, in the order of the data set. */
  public List<Row> rows() {
    return rows;
  }

  /** The labels that any fold has learned, in order. */
  public List<String> labels() {
    return labels.names();
  }

  /** Whether an example may have any number of labels. */
  public boolean severalLabels() {
    return folds.get(0).areSeveralLabels();
  }

  /** How long the trainings took, added up, in seconds. */
  public double seconds() {
    return folds.stream().mapToDouble(Fold::seconds).sum();
  }

  /**
   * A figure over the folds.
   *
   * <pre>{@code
   * FoldFigure f1 = result.figure(Evaluation::macroF1);
   * }</pre>
   *
   * @throws IllegalStateException if the examples have several labels
   */
  public FoldFigure figure(ToDoubleFunction<Evaluation> figure) {
    return over(fold -> figure.applyAsDouble(fold.evaluation()));
  }

  /**
   * A figure of several labels over the folds.
   *
   * @throws IllegalStateException if the examples have one label each
   */
  public FoldFigure labelFigure(ToDoubleFunction<MultiLabelEvaluation> figure) {
    return over(fold -> figure.applyAsDouble(fold.labelEvaluation()));
  }

  private FoldFigure over(ToDoubleFunction<Fold> figure) {
    double heldOut =
        folds.stream().mapToDouble(fold -> (double) fold.rows() / fold.trainingRows()).sum();
    return new FoldFigure(
        folds.stream().map(figure::applyAsDouble).toList(), heldOut / folds.size());
  }

  /**
   * All rows judged together, as if one classifier had said it all: for a confusion matrix, curves
   * and errors. Its figures are not the means over folds. A label that the fold of a row has not
   * learned has probability 0 there.
   *
   * @throws IllegalStateException if the examples have several labels
   */
  public Evaluation evaluation() {
    int positive = labels.index(folds.get(0).evaluation().positive());
    Evaluation.Builder together = Evaluation.builder(labels(), positive);
    rows.forEach(row -> together.add(row.truth().get(0), probabilities(row)));
    return together.build();
  }

  /**
   * All rows of several labels judged together; the threshold of each label is the mean of those of
   * the folds that have learned it.
   *
   * @throws IllegalStateException if the examples have one label each
   */
  public MultiLabelEvaluation labelEvaluation() {
    folds.get(0).labelEvaluation();
    MultiLabelEvaluation.Builder together =
        MultiLabelEvaluation.builder(labels(), labels().stream().map(this::meanThreshold).toList());
    rows.forEach(row -> together.add(row.truth(), probabilities(row)));
    return together.build();
  }

  private double meanThreshold(String label) {
    return folds.stream()
        .filter(fold -> fold.labels().contains(label))
        .mapToDouble(fold -> fold.thresholds().get(fold.labels().indexOf(label)))
        .average()
        .orElseThrow();
  }

  /**
   * The probability of each of {@link #labels()} that a row's fold gave, 0 of those that it has not
   * learned; a new array.
   */
  public float[] probabilities(Row row) {
    List<String> learned = folds.get(row.fold() - 1).labels();
    float[] own = row.prediction().probabilities();
    float[] all = new float[labels.size()];
    for (int i = 0; i < own.length; i++) {
      all[labels.index(learned.get(i))] = own[i];
    }
    return all;
  }

  /**
   * The usual figures with their intervals of 95 %, plain and corrected, the values of each fold,
   * and all rows together; NaN becomes null.
   */
  public ObjectNode toJson() {
    return FoldTable.json(this);
  }

  /** The usual figures with their intervals of 95 %, for a terminal of 80 columns. */
  @Override
  public String toString() {
    return FoldTable.of(this);
  }
}
