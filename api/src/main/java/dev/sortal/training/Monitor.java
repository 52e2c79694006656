package dev.sortal.training;

import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figure by which the best epoch is chosen, where there are validation rows; an immutable
 * value, known by its name.
 *
 * <p>Of two epochs of equal figures that of the lower validation loss is better. A figure that is
 * NaN is worse than any other; of two of them the later epoch is better.
 *
 * <pre>{@code
 * Pipeline.text().monitor(Monitor.MACRO_F1);
 * Pipeline.text().monitor(Monitor.of("top 3", evaluation -> evaluation.topAccuracy(3)));
 * }</pre>
 */
public final class Monitor {
  /** The mean loss over the validation rows; lower is better. */
  public static final Monitor VALIDATION_LOSS =
      new Monitor("loss", Kind.ANY, false, false, Judged::loss);

  /** The share of validation rows that are right; of several labels that of all decisions. */
  public static final Monitor VALIDATION_ACCURACY =
      new Monitor("accuracy", Kind.ANY, false, true, Judged::accuracy);

  /**
   * The mean over classes of the share of their validation rows that are right, so that a rare
   * class counts as much as a frequent one. For one label an example.
   */
  public static final Monitor VALIDATION_BALANCED_ACCURACY =
      new Monitor("balanced accuracy", Kind.ONE_LABEL, false, true, Judged::balancedAccuracy);

  /** The mean over classes or labels of their F1. */
  public static final Monitor MACRO_F1 =
      of(
          "macro F1",
          evaluation -> evaluation.f1(Average.MACRO),
          several -> several.f1(Average.MACRO));

  /** The F1 of all answers together. */
  public static final Monitor MICRO_F1 =
      of("micro F1", Evaluation::microF1, MultiLabelEvaluation::microF1);

  /** The mean over classes or labels of their average precision. */
  public static final Monitor AVERAGE_PRECISION =
      of(
          "average precision",
          evaluation -> evaluation.averagePrecision(Average.MACRO),
          several -> several.averagePrecision(Average.MACRO));

  /**
   * The area under the ROC curve; with more than two classes the mean. For one label an example.
   */
  public static final Monitor ROC_AUC = of("ROC AUC", Evaluation::rocAuc);

  /** Matthews' correlation coefficient. For one label an example. */
  public static final Monitor MATTHEWS = of("Matthews", Evaluation::matthews);

  private static final ToDoubleFunction<Judged> NAME_ONLY =
      judged -> {
        throw new IllegalStateException("Only the name of the figure is known. Give it again.");
      };

  private static final List<Monitor> NAMED =
      List.of(
          VALIDATION_LOSS,
          VALIDATION_ACCURACY,
          VALIDATION_BALANCED_ACCURACY,
          MACRO_F1,
          MICRO_F1,
          AVERAGE_PRECISION,
          ROC_AUC,
          MATTHEWS);

  /** Which models a figure is of. */
  private enum Kind {
    ONE_LABEL,
    SEVERAL_LABELS,
    ANY
  }

  private final String name;
  private final Kind kind;
  private final boolean needsAnswers;
  private final boolean isHigherBetter;
  private final ToDoubleFunction<Judged> figure;

  private Monitor(
      String name,
      Kind kind,
      boolean needsAnswers,
      boolean isHigherBetter,
      ToDoubleFunction<Judged> figure) {
    this.name = name;
    this.kind = kind;
    this.needsAnswers = needsAnswers;
    this.isHigherBetter = isHigherBetter;
    this.figure = figure;
  }

  /**
   * A figure of one's own of the validation rows, for one label an example; higher is better.
   *
   * @param name what settings call it; saved settings hold no more of it than the name
   */
  public static Monitor of(String name, ToDoubleFunction<Evaluation> figure) {
    return new Monitor(
        name, Kind.ONE_LABEL, true, true, judged -> figure.applyAsDouble(judged.evaluation()));
  }

  /** As {@link #of(String, ToDoubleFunction)}, for several labels an example. */
  public static Monitor ofLabels(String name, ToDoubleFunction<MultiLabelEvaluation> figure) {
    return new Monitor(
        name,
        Kind.SEVERAL_LABELS,
        true,
        true,
        judged -> figure.applyAsDouble(judged.labelEvaluation()));
  }

  private static Monitor of(
      String name,
      ToDoubleFunction<Evaluation> figure,
      ToDoubleFunction<MultiLabelEvaluation> ofLabels) {
    return new Monitor(
        name,
        Kind.ANY,
        true,
        true,
        judged ->
            judged.hasSeveralLabels()
                ? ofLabels.applyAsDouble(judged.labelEvaluation())
                : figure.applyAsDouble(judged.evaluation()));
  }

  /** This figure where lower is better. */
  public Monitor lowerIsBetter() {
    return new Monitor(name, kind, needsAnswers, false, figure);
  }

  /**
   * The constant of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Monitor named(String name) {
    return NAMED.stream()
        .filter(monitor -> monitor.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no figure \""
                        + name
                        + "\" to choose the best epoch by: expected one of "
                        + names()
                        + ". Give one of your own as a Monitor."));
  }

  /**
   * What saved settings remember of a figure: the constant of that name, or for one of the user's
   * own only the name. With that nothing can be trained until the figure is given again.
   */
  public static Monitor remembered(String name) {
    return names().contains(name)
        ? named(name)
        : new Monitor(name, Kind.ANY, true, true, NAME_ONLY);
  }

  /** Whether there is a figure, not only the name of one that a user once gave. */
  public boolean isKnown() {
    return figure != NAME_ONLY;
  }

  /** The names of the constants. */
  public static List<String> names() {
    return NAMED.stream().map(Monitor::name).toList();
  }

  /** What settings call it: {@code macro F1}. */
  public String name() {
    return name;
  }

  /** Whether it can judge models that give one label, or several labels, an example. */
  public boolean isFor(boolean severalLabels) {
    return kind == Kind.ANY || (kind == Kind.SEVERAL_LABELS) == severalLabels;
  }

  /** Whether it looks at every answer, not at sums alone. */
  boolean needsAnswers() {
    return needsAnswers;
  }

  /** The figure of validation rows; NaN without any, and where answers are no numbers. */
  double of(Judged judged) {
    return judged.rows() == 0 || !judged.isFinite() ? Double.NaN : figure.applyAsDouble(judged);
  }

  /** Whether an epoch is better than another, which may be none. */
  boolean isBetter(Epoch one, @Nullable Epoch other) {
    if (other == null) {
      return true;
    }
    double gain = gain(one, other);
    return gain > 0 || (gain == 0 && one.validationLoss() < other.validationLoss());
  }

  /**
   * Whether an epoch is better than another by more than so much.
   *
   * @param least 0 for {@link #isBetter(Epoch, Epoch)}
   */
  boolean isBetter(Epoch one, Epoch other, double least) {
    return least == 0 ? isBetter(one, other) : gain(one, other) > least;
  }

  private double gain(Epoch one, Epoch other) {
    if (Double.isNaN(other.monitored())) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isNaN(one.monitored())) {
      return Double.NEGATIVE_INFINITY;
    }
    return isHigherBetter
        ? one.monitored() - other.monitored()
        : other.monitored() - one.monitored();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Monitor that
        && name.equals(that.name)
        && isHigherBetter == that.isHigherBetter;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
