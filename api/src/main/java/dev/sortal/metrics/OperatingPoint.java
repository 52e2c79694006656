package dev.sortal.metrics;

/**
 * A threshold of a label with what it gives on the rows that it was chosen on.
 *
 * <pre>{@code
 * OperatingPoint point = validated.thresholds("spam").forPrecision(0.99).orElseThrow();
 * Classifier careful = classifier.withThresholds(Map.of("spam", point.threshold()));
 * }</pre>
 *
 * @param threshold the label is given where its probability is at least this, in (0, 1]
 * @param precision the share of the rows given the label that have it
 * @param recall the share of the rows that have the label that are given it
 * @param falsePositiveRate the share of the other rows that are given it; NaN where there are none
 * @param f1 the harmonic mean of precision and recall
 */
public record OperatingPoint(
    double threshold, double precision, double recall, double falsePositiveRate, double f1) {}
