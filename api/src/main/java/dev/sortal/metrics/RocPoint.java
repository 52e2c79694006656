package dev.sortal.metrics;

/**
 * A point of a ROC curve.
 *
 * <pre>{@code
 * double threshold =
 *     evaluation.rocCurve("spam").stream()
 *         .filter(point -> point.falsePositiveRate() <= 0.01)
 *         .max(Comparator.comparingDouble(RocPoint::truePositiveRate))
 *         .orElseThrow()
 *         .threshold();
 * }</pre>
 *
 * @param threshold rows of at least this score count as positive; infinite at the first point
 * @param truePositiveRate the share of positive rows found; NaN where there are none
 * @param falsePositiveRate the share of negative rows found; NaN where there are none
 */
public record RocPoint(double threshold, double truePositiveRate, double falsePositiveRate) {}
