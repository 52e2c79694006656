package dev.sortal.metrics;

/**
 * A bar of a calibration curve: what was promised for some rows, and what came.
 *
 * <pre>{@code
 * for (ReliabilityBin bin : evaluation.reliability(15)) {
 *   System.out.println(bin.confidence() + " promised, " + bin.accuracy() + " came, " + bin.rows());
 * }
 * }</pre>
 *
 * @param low probabilities of the bin are above this; the first bin holds 0 too
 * @param high probabilities of the bin are at most this
 * @param rows the number of rows in the bin
 * @param confidence their mean probability; NaN without rows
 * @param accuracy the share of them for which it came true; NaN without rows
 */
public record ReliabilityBin(
    double low, double high, int rows, double confidence, double accuracy) {}
