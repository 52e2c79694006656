/**
 * How good a classifier is: pure functions of truth and scores.
 *
 * <p>Names and formulas are scikit-learn's unless a method says otherwise. Uses nothing of Sortal.
 */
@NullMarked
package dev.sortal.metrics;

import org.jspecify.annotations.NullMarked;
