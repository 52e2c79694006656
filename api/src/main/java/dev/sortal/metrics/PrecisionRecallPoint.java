package dev.sortal.metrics;

/**
 * A point of a precision-recall curve.
 *
 * <pre>{@code
 * double recall =
 *     evaluation.precisionRecall("spam").stream()
 *         .filter(point -> point.precision() >= 0.99)
 *         .mapToDouble(PrecisionRecallPoint::recall)
 *         .max()
 *         .orElse(0);
 * }</pre>
 *
 * @param threshold rows of at least this score count as positive; infinite at the first point
 * @param precision the share of those rows that are positive; 1 at the first point
 * @param recall the share of positive rows found; NaN where there are none
 */
public record PrecisionRecallPoint(double threshold, double precision, double recall) {}
