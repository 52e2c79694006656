package dev.sortal.metrics;

import java.util.List;

/**
 * How often a label was given and true, in weights of rows; 0/0 counts as 0 in what follows of it.
 *
 * @param hits where it was given and true
 * @param given where it was given
 * @param support where it was true
 * @param total of all rows
 * @param rows the number of rows where it was true
 */
record LabelCounts(double hits, double given, double support, double total, int rows) {
  /** Of all labels together. */
  static LabelCounts sum(List<LabelCounts> counts) {
    double hits = 0;
    double given = 0;
    double support = 0;
    double total = 0;
    int rows = 0;
    for (LabelCounts one : counts) {
      hits += one.hits;
      given += one.given;
      support += one.support;
      total += one.total;
      rows += one.rows;
    }
    return new LabelCounts(hits, given, support, total, rows);
  }

  double precision() {
    return ratio(hits, given);
  }

  double recall() {
    return ratio(hits, support);
  }

  double f1() {
    return ratio(2 * hits, given + support);
  }

  /** (1 + b²) · precision · recall / (b² · precision + recall). */
  double fBeta(double beta) {
    double square = beta * beta;
    return ratio((1 + square) * hits, given + square * support);
  }

  double specificity() {
    return ratio(total - given - support + hits, total - support);
  }

  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
