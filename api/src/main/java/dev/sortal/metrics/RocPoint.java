package dev.sortal.metrics;

/**
 * A point of a ROC curve.
 *
 * @param threshold rows of at least this score count as positive
 * @param truePositiveRate the share of positive rows found; NaN where there are none
 * @param falsePositiveRate the share of negative rows found; NaN where there are none
 */
public record RocPoint(double threshold, double truePositiveRate, double falsePositiveRate) {}
