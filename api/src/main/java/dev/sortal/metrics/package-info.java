/**
 * How good a classifier is: pure functions of truth and scores.
 *
 * <p>Names and formulas are scikit-learn's unless a method says otherwise. Uses the random
 * generator and nothing else of Sortal.
 */
@NullMarked
package dev.sortal.metrics;

import org.jspecify.annotations.NullMarked;
