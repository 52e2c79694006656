package dev.sortal.metrics;

/**
 * A point of the curve of a classifier that abstains where it is not sure.
 *
 * <pre>{@code
 * for (CoveragePoint point : evaluation.coverage()) {
 *   System.out.println(point.coverage() + " of the rows answered, " + point.accuracy() + " right");
 * }
 * }</pre>
 *
 * @param confidence rows whose answer is at least this likely are answered
 * @param coverage the share of rows that are answered
 * @param accuracy the share of these that are right
 */
public record CoveragePoint(double confidence, double coverage, double accuracy) {}
