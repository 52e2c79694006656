package dev.sortal.metrics;

/**
 * The figures of one class against all others.
 *
 * <pre>{@code
 * for (ClassMetrics one : evaluation.classes()) {
 *   System.out.println(one.label() + " is found in " + 100 * one.recall() + " % of its rows");
 * }
 * }</pre>
 *
 * @param label the class
 * @param precision the share of rows predicted as it that are of it; 0 where none is predicted
 * @param recall the share of its rows that are predicted as it; 0 where it has none
 * @param f1 the harmonic mean of precision and recall; 0 where both are 0
 * @param specificity the share of the other rows that are not predicted as it; 0 where there are
 *     none
 * @param support the number of its rows
 * @param rocAuc the area under its ROC curve; NaN where it has no rows, or all
 * @param averagePrecision the step sum under its precision-recall curve; 0 where it has no rows
 */
public record ClassMetrics(
    String label,
    double precision,
    double recall,
    double f1,
    double specificity,
    int support,
    double rocAuc,
    double averagePrecision) {}
