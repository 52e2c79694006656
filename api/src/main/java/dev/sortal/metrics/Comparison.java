package dev.sortal.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Two classifiers on the same rows; immutable.
 *
 * <p>Because the rows are the same, it is far sharper than two intervals side by side: rows that
 * are hard for both do not blur the difference.
 *
 * <pre>{@code
 * Comparison<Evaluation> comparison = Comparison.of(old.evaluate(test), renewed.evaluate(test));
 * System.out.println(comparison.mcNemar());
 * System.out.println(comparison.difference(Evaluation::macroF1));
 * }</pre>
 *
 * @param <E> the kind of evaluation
 */
public final class Comparison<E extends LabelEvaluation<E>> {
  private final E first;
  private final E second;

  private Comparison(E first, E second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Compares two evaluations of the same rows in the same order.
   *
   * @throws IllegalArgumentException if the rows differ in number, truth or weight
   */
  public static <E extends LabelEvaluation<E>> Comparison<E> of(E first, E second) {
    int rows = first.scored().rows();
    if (rows != second.scored().rows()) {
      throw new IllegalArgumentException(
          "Two classifiers are compared on the same rows: expected "
              + rows
              + " rows as in the first evaluation, got "
              + second.scored().rows()
              + ". Evaluate both on one data set.");
    }
    for (int row = 0; row < rows; row++) {
      Object truth = first.truth(row);
      Object other = second.truth(row);
      if (!truth.equals(other)) {
        throw new IllegalArgumentException(
            "Two classifiers are compared on the same rows: expected "
                + truth
                + " as the truth of row "
                + (row + 1)
                + " as in the first evaluation, got "
                + other
                + ". Evaluate both on one data set, in one order.");
      }
      if (first.weights().weight(row) != second.weights().weight(row)) {
        throw new IllegalArgumentException(
            "Two classifiers are compared on the same rows: expected a weight of "
                + first.weights().weight(row)
                + " for row "
                + (row + 1)
                + " as in the first evaluation, got "
                + second.weights().weight(row)
                + ".");
      }
    }
    return new Comparison<>(first, second);
  }

  /**
   * Whether one is right on more rows; of several labels, a row is right if all its labels are.
   * Each row counts once, whatever it weighs.
   */
  public McNemar mcNemar() {
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int row = 0; row < first.scored().rows(); row++) {
      boolean firstRight = first.scored().isRight(row);
      boolean secondRight = second.scored().isRight(row);
      onlyFirst += firstRight && !secondRight ? 1 : 0;
      onlySecond += secondRight && !firstRight ? 1 : 0;
    }
    return McNemar.of(onlyFirst, onlySecond);
  }

  /** The difference of a figure, second less first, over 1000 resamples of the rows. */
  public Difference difference(ToDoubleFunction<? super E> figure) {
    return difference(figure, Bootstrap.standard());
  }

  /**
   * The difference of a figure, second less first, over resamples of the rows, the same for both.
   *
   * @param figure any function of an evaluation; it is called from several threads
   */
  public Difference difference(ToDoubleFunction<? super E> figure, Bootstrap bootstrap) {
    return differences(Map.of("", figure), bootstrap).values().iterator().next();
  }

  /** The differences of all single figures, second less first, over the same resamples. */
  public Map<String, Difference> differences(Bootstrap bootstrap) {
    return differences(first.named(), bootstrap);
  }

  private Map<String, Difference> differences(
      Map<String, ? extends ToDoubleFunction<? super E>> figures, Bootstrap bootstrap) {
    List<ToDoubleFunction<? super E>> functions = List.copyOf(figures.values());
    double[][] resampled =
        bootstrap.figures(
            first.scored().rows(),
            times -> {
              E one = first.resample(times);
              E other = second.resample(times);
              return functions.stream()
                  .mapToDouble(figure -> figure.applyAsDouble(other) - figure.applyAsDouble(one))
                  .toArray();
            });
    Map<String, Difference> differences = new LinkedHashMap<>();
    figures.forEach(
        (name, figure) ->
            differences.put(
                name,
                Difference.of(
                    figure.applyAsDouble(first),
                    figure.applyAsDouble(second),
                    resampled[differences.size()],
                    bootstrap.level())));
    return Collections.unmodifiableMap(differences);
  }
}
